using Baton.Core.Documents;
using Baton.Core.Playbooks;
using NodaTime;

namespace Baton.Server.Playbooks;

/// <summary>A version of the playbook.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Name">What the two teams call it.</param>
/// <param name="Holds">True of the one version that leads are scored by now.</param>
/// <param name="Created">When it was added.</param>
/// <param name="CreatedBy">Who added it.</param>
/// <param name="Published">When it was published; null of a draft.</param>
/// <param name="SignOffs">Who has signed it.</param>
/// <param name="Yaml">Its text; null in lists.</param>
/// <param name="MissingTeams">Teams that its routes name and that are not there: what they would get waits in the fallback. Null in lists.</param>
internal sealed record PlaybookAnswer(
    int Version, string Name, bool Holds, Instant Created, string CreatedBy, Instant? Published, IReadOnlyList<SignOff> SignOffs, string? Yaml, IReadOnlyList<string>? MissingTeams)
{
    /// <summary>As lists have it.</summary>
    public static PlaybookAnswer Of(PlaybookVersion version, int current) => new(
        version.Version, version.Name, version.Version == current, version.Created, version.CreatedBy, version.Published, version.SignOffs, Yaml: null, MissingTeams: null);
}

/// <summary>What came of reading a playbook.</summary>
/// <param name="Valid">True where it has no mistake.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Mistakes">Every mistake, in the order of the text.</param>
/// <param name="Hints">What is probably a slip and still legal.</param>
/// <param name="MissingTeams">Teams that its routes name and that are not there: what they would get waits in the fallback. Empty where it has mistakes.</param>
internal sealed record PlaybookCheck(bool Valid, string? Name, IReadOnlyList<Mistake> Mistakes, IReadOnlyList<AttributeHint> Hints, IReadOnlyList<string> MissingTeams);

/// <summary>A draft that was added.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Hints">What is probably a slip and still legal.</param>
internal sealed record PlaybookDraft(int Version, IReadOnlyList<AttributeHint> Hints);

/// <summary>What is different between two versions.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other version.</param>
/// <param name="Changes">Every difference; empty where both mean the same.</param>
internal sealed record PlaybookDifference(int From, int To, IReadOnlyList<PlaybookChangeAnswer> Changes);

/// <summary>One difference.</summary>
/// <param name="Section">What it is about, such as `fit rule` or `gate`.</param>
/// <param name="Name">The name of the rule, group, criterion, stage or setting.</param>
/// <param name="Kind">`added`, `removed` or `changed`.</param>
/// <param name="Was">What it was; null where it was not there.</param>
/// <param name="Is">What it is; null where it is gone.</param>
/// <param name="Words">The difference as a sentence.</param>
internal sealed record PlaybookChangeAnswer(string Section, string Name, string Kind, string? Was, string? Is, string Words)
{
    public static PlaybookChangeAnswer Of(PlaybookChange change) => new(change.Section, change.Name, NameOf(change.Kind), change.Was, change.Is, change.Words);

    private static string NameOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        ChangeKind.Changed => "changed",
    };
}

/// <summary>How far the leads that were there when a version was published are scored by it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Started">When it was published.</param>
/// <param name="Finished">When all were scored; null while some are not.</param>
/// <param name="Total">How many leads and parts of leads there were.</param>
/// <param name="Done">How many of them have been looked at.</param>
public sealed record RescoreProgress(int Version, Instant Started, Instant? Finished, long Total, long Done);
