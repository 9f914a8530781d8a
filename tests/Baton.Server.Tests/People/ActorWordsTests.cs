using Baton.Server.People;
using Baton.Server.Shell;

namespace Baton.Server.Tests.People;

public class ActorWordsTests
{
    [Theory]
    [InlineData("Bo Frank", "Bo Frank", "Bo Frank")]
    [InlineData("key crm (test)", "key crm (test)", "Schlüssel crm (test)")]
    [InlineData("Bo Frank (key crm (test))", "Bo Frank (key crm (test))", "Bo Frank (Schlüssel crm (test))")]
    [InlineData("Bo Frank (link)", "Bo Frank (link)", "Bo Frank (link)")]
    [InlineData("command line", "the command line", "die Kommandozeile")]
    [InlineData("baton", "Baton, by the playbook", "Baton, nach dem Playbook")]
    [InlineData("", "", "")]
    [InlineData(null, null, null)]
    public void Who_is_no_person_is_said_in_words(string? actor, string? english, string? german)
    {
        Languages.In("en", () => ActorWords.Of(actor, MailWords.Words)).ShouldBe(english);
        Languages.In("de", () => ActorWords.Of(actor, MailWords.Words)).ShouldBe(german);
    }
}
