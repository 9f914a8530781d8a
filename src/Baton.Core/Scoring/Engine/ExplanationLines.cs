using System.Globalization;
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
    /// <param name="sum">All its rules together.</param>
    /// <param name="picked">The sum, or the best of them.</param>
    /// <param name="clamped">The picked points within the group's limits.</param>
    public void AddGroup(RuleGroup group, Int128 sum, Int128 picked, Int128 clamped)
    {
        Add(LineKind.Group, $"{group.Name}: only the best rule counts", picked - sum);
        Add(LineKind.Group, $"{group.Name}: {Limit(picked, clamped)}", clamped - picked);
    }

    public void AddLimit(Int128 sum, Int128 limited) => Add(LineKind.Limit, $"{Part}: {Limit(sum, limited)}", limited - sum);

    public void AddRounding(Int128 exact, long rounded) =>
        AddPoints(LineKind.Rounding, $"{Part} is rounded to {rounded.ToString(CultureInfo.InvariantCulture)}", rounded - Nanos.ToPoints(exact));

    public void AddRange(long sum, int total) =>
        AddPoints(LineKind.Limit, $"The range ends at {total.ToString(CultureInfo.InvariantCulture)}", total - sum);

    private static string Limit(Int128 sum, Int128 limited) =>
        string.Create(CultureInfo.InvariantCulture, $"at {(limited < sum ? "most" : "least")} {Nanos.ToPoints(limited):0.####}");

    private void Add(LineKind kind, string text, Int128 nanos) => AddPoints(kind, text, Nanos.ToPoints(nanos));

    private void AddPoints(LineKind kind, string text, decimal points)
    {
        if (points != 0)
        {
            _lines.Add(new ExplanationLine(Part, kind, text, points));
        }
    }
}
