using Baton.Core.Documents;

namespace Baton.Core.Playbooks;

/// <summary>Reads a playbook from its text. The language is described in <c>docs/playbook.md</c>.</summary>
public static class PlaybookReader
{
    internal static readonly string[] Sections = ["name", "range", "fit", "engagement", "grades", "qualification", "stages"];
    internal static readonly string[] RangeNames = ["min", "max"];

    /// <summary>Reads a playbook from YAML.</summary>
    /// <returns>The playbook, and no mistakes; or no playbook, and every mistake in the order of the text.</returns>
    public static (Playbook? Playbook, IReadOnlyList<Mistake> Mistakes) Read(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var mistakes = new Mistakes();
        var playbook = DocumentReader.Read(yaml, mistakes) is { } root ? Read(root, mistakes) : null;
        return (mistakes.None ? playbook : null, mistakes.InOrder());
    }

    private static Playbook? Read(Node root, Mistakes mistakes)
    {
        if (Section.From(root, "a playbook", Sections, mistakes) is not { } section)
        {
            return null;
        }

        var name = section.RequiredText("name", "Packaging machines");
        var range = RangeOf(section["range"], mistakes);
        var axes = new AxisReader(mistakes);
        var stages = new StagesReader(mistakes);
        var fit = axes.Fit(section["fit"]);
        var engagement = axes.Engagement(section["engagement"]);
        if (fit.Rules.IsEmpty && engagement.Rules.IsEmpty && mistakes.None)
        {
            mistakes.Add(root, "a playbook needs at least one rule, under `fit` or under `engagement`");
        }

        var criteria = stages.Criteria(section["qualification"]);
        return new Playbook(
            name ?? "", range, fit, engagement, stages.Grades(section["grades"]), criteria, stages.Gates(section["stages"], new Reach(range, fit.Limits, engagement.Limits)));
    }

    private static ScoreRange RangeOf(Node? node, Mistakes mistakes)
    {
        const int Widest = 1_000_000;
        var usual = new ScoreRange(0, 100);
        if (node is null || Section.From(node, "`range`", RangeNames, mistakes) is not { } section)
        {
            return usual;
        }

        var range = new ScoreRange(section.Whole("min", -Widest, Widest) ?? usual.Min, section.Whole("max", -Widest, Widest) ?? usual.Max);
        if (range.Min >= range.Max)
        {
            mistakes.Add(node, $"the range from {range.Min} to {range.Max} is empty; `max` must be above `min`");
            return usual;
        }

        return range;
    }
}
