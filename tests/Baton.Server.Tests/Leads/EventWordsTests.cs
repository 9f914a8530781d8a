using Baton.Server.Leads;
using Baton.Server.Shell;

namespace Baton.Server.Tests.Leads;

public class EventWordsTests
{
    [Theory]
    [InlineData("page", "/pricing", "Looked at /pricing", "Sah sich /pricing an")]
    [InlineData("page", null, "Looked at a page", "Sah sich eine Seite an")]
    [InlineData("$pageview", "/pricing", "Looked at /pricing", "Sah sich /pricing an")]
    [InlineData("page_view", null, "Looked at a page", "Sah sich eine Seite an")]
    [InlineData("screen", null, "Looked at a screen", "Sah sich eine Ansicht der App an")]
    public void Views_are_said_in_words(string name, string? view, string english, string german)
    {
        Languages.In("en", () => EventWords.Of(name, view, MailWords.Words)).ShouldBe(english);
        Languages.In("de", () => EventWords.Of(name, view, MailWords.Words)).ShouldBe(german);
    }

    [Theory]
    [InlineData("pricing_page_viewed", "Pricing page viewed")]
    [InlineData("$autocapture", "Autocapture")]
    [InlineData("_PDF__opened_", "PDF opened")]
    [InlineData("öl_bestellt", "Öl bestellt")]
    [InlineData("Quote Requested", "Quote Requested")]
    [InlineData("Price in $ asked", "Price in $ asked")]
    [InlineData("https://acme.example/a_b", "https://acme.example/a_b")]
    [InlineData("quote", "quote")]
    [InlineData("e-book.read", "e-book.read")]
    [InlineData("$_", "$_")]
    [InlineData("", "")]
    public void A_programs_names_are_made_readable_and_all_others_stay(string name, string said) =>
        EventWords.Of(name, view: null, MailWords.Words).ShouldBe(said);
}
