using System.Text.RegularExpressions;
using Baton.Server.People;

namespace Baton.Server.Tests.People;

/// <summary>The audit log is told in words; which acts there are is read from the sources.</summary>
public partial class AuditWordsTests
{
    [Fact]
    public void Every_act_has_words_and_can_be_asked_for()
    {
        var acts = Directory.EnumerateFiles(Repository.File("src/Baton.Server"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Act().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["act"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        acts.Count.ShouldBeGreaterThan(40);
        acts.Where(act => AuditWords.Act(act) == act).ShouldBeEmpty("These are shown as codes.");
        var kinds = acts.Select(act => act[..act.IndexOf('.', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        AuditPage.Subjects.ShouldBe(kinds);
        AuditPage.Subjects.Where(kind => AuditWords.Kind(kind) == kind).ShouldBeEmpty();
    }

    /// <summary>The name of an act where one is made: whatever the call looks like, it is the first literal of that shape in it.</summary>
    [GeneratedRegex("(?:\\bAct(?:Async)?|CommandLineAct\\.Of|new AuditedAct)\\((?:[^\";]|\\n)*?\"(?<act>[a-z]+\\.[a-z_]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Act();
}
