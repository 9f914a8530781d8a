using Baton.Server.Handoffs;
using Baton.Server.Shell;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

public class WorkWordsTests
{
    [Theory]
    [InlineData("Call (attempt 1 of 6)", "Anruf (Versuch 1 von 6)")]
    [InlineData("E-mail (attempt 12 of 20)", "E-Mail (Versuch 12 von 20)")]
    [InlineData("Call (attempt 1 of 6), then Bo", "Call (attempt 1 of 6), then Bo")]
    [InlineData("Dinner (attempt 1 of 6)", "Dinner (attempt 1 of 6)")]
    [InlineData("Call", "Call")]
    public void Titles_that_Baton_gave_are_said_in_German_and_all_others_stay(string title, string german)
    {
        Languages.In("de", () => WorkWords.Title(title, MailWords.Words)).ShouldBe(german);
        Languages.In("en", () => WorkWords.Title(title, MailWords.Words)).ShouldBe(title);
    }

    [Theory]
    [InlineData(0, "seit eben", "since just now")]
    [InlineData(28, "seit 28 Min.", "for 28 min")]
    [InlineData(60 * 5, "seit 5 Std.", "for 5 h")]
    [InlineData(60 * 24, "seit 1 Tag", "for 1 day")]
    [InlineData(60 * 49, "seit 2 Tagen", "for 2 days")]
    public void Since_when_something_is_so_is_no_time_that_is_left(int minutes, string german, string english)
    {
        var now = Instant.FromUtc(2026, 3, 31, 12, 0);
        foreach (var (language, said) in new[] { ("de", german), ("en", english) })
        {
            Languages.In(language, () => MomentWords.Since(now - Duration.FromMinutes(minutes), now, DateTimeZone.Utc, MailWords.Words)).ShouldBe(said);
        }
    }
}
