using System.Collections.Immutable;
using Baton.Core.Documents;
using Baton.Core.Playbooks;

namespace Baton.Core.Scoring.Engine;

/// <summary>Collects the lines of an explanation. A limit that changes nothing makes no line.</summary>
internal sealed class ExplanationLines
{
    private readonly List<ExplanationLine> _lines = [];

    /// <summary>The part that lines are about from now on.</summary>
    public ScorePart Part { get; set; }

    public IReadOnlyList<ExplanationLine> All => _lines;

    public void AddRule(ExplanationLine line) => _lines.Add(line);

    /// <param name="group">The group.</param>
    /// <param name="counted">Those of its rules that apply and count.</param>
    /// <param name="beaten">Those that apply and do not count, because a better one does.</param>
    /// <param name="clamped">The points of those that count within the group's limits.</param>
    public void AddGroup(RuleGroup group, GroupPart counted, GroupPart beaten, Int128 clamped)
    {
        Add(LineKind.Group, $"{group.Name}: only {counted.Words} counts, not {beaten.Words}", -beaten.Points);
        var which = counted.Rules.IsEmpty ? "" : $" for {counted.Words}";
        Add(LineKind.Group, $"{group.Name}: {Limit(counted.Points, clamped)}{which}", clamped - counted.Points);
    }

    public void AddLimit(Int128 sum, Int128 limited) => Add(LineKind.Limit, $"{Part}: {Limit(sum, limited)}", limited - sum);

    public void AddRounding(Int128 exact, long rounded) =>
        AddPoints(LineKind.Rounding, $"{Part} is rounded to {Wording.English.Number(rounded)}", rounded - Nanos.ToPoints(exact));

    public void AddRange(long sum, int total) =>
        AddPoints(LineKind.Limit, $"The range ends at {Wording.English.Number(total)}", total - sum);

    private static string Limit(Int128 sum, Int128 limited) =>
        $"at {(limited < sum ? "most" : "least")} {Wording.English.Number(Nanos.ToPoints(limited))}";

    private void Add(LineKind kind, string text, Int128 nanos) => AddPoints(kind, text, Nanos.ToPoints(nanos));

    private void AddPoints(LineKind kind, string text, decimal points)
    {
        if (points != 0)
        {
            _lines.Add(new ExplanationLine(Part, kind, text, points));
        }
    }
}

/// <summary>Rules of one group that apply to a lead.</summary>
/// <param name="Rules">Their names, in the order of the playbook.</param>
/// <param name="Points">Their sum, in billionths.</param>
internal sealed record GroupPart(ImmutableArray<string> Rules, Int128 Points)
{
    public string Words => string.Join(", ", Rules.Select(name => $"“{name}”"));
}
