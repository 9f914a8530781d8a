using Baton.Core.Documents;

namespace Baton.Core.Playbooks;

/// <summary>Reads a playbook from its text. The language is described in <c>docs/playbook.md</c>.</summary>
public static class PlaybookReader
{
    internal static readonly string[] Sections = ["name", "range", "fit", "engagement", "grades", "qualification", "stages", "handoffs", "rejections", "recycling"];
    internal static readonly string[] RangeNames = ["min", "max"];

    /// <summary>Reads a playbook from YAML.</summary>
    public static PlaybookReading Read(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var (mistakes, hints) = (new Mistakes(), new AttributeHints());
        var playbook = DocumentReader.Read(yaml, mistakes) is { } root ? Read(root, mistakes, hints) : null;
        return new PlaybookReading(mistakes.None ? playbook : null, mistakes.InOrder(), hints.InOrder());
    }

    private static Playbook? Read(Node root, Mistakes mistakes, AttributeHints hints)
    {
        if (Section.From(root, "a playbook", Sections, mistakes) is not { } section)
        {
            return null;
        }

        var name = section.RequiredText("name", "Packaging machines");
        var range = RangeOf(section["range"], mistakes);
        var axes = new AxisReader(mistakes, hints);
        var fit = axes.Fit(section["fit"]);
        var engagement = axes.Engagement(section["engagement"]);
        if (fit.Rules.IsEmpty && engagement.Rules.IsEmpty && mistakes.None)
        {
            mistakes.Add(root, "a playbook needs at least one rule, under `fit` or under `engagement`");
        }

        var qualification = new QualificationReader(mistakes);
        var criteria = qualification.Criteria(section["qualification"]);
        var stages = new StagesReader(mistakes, hints, qualification.Names);
        var rejections = new RejectionsReader(mistakes);
        var gates = stages.Gates(section["stages"], new Reach(range, fit.Limits, engagement.Limits));
        return new Playbook(
            name ?? "",
            range,
            fit,
            engagement,
            stages.Grades(section["grades"]),
            criteria,
            gates,
            new HandoffsReader(mistakes, hints).Plans(section["handoffs"], gates),
            rejections.Reasons(section["rejections"]),
            rejections.RecyclingOf(section["recycling"]));
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

/// <summary>What came of reading a playbook.</summary>
/// <param name="Playbook">Null where there are mistakes.</param>
/// <param name="Mistakes">Every mistake, in the order of the text.</param>
/// <param name="Hints">What is probably a slip and still legal, in the order of the text.</param>
public sealed record PlaybookReading(Playbook? Playbook, IReadOnlyList<Mistake> Mistakes, IReadOnlyList<AttributeHint> Hints)
{
    /// <summary>The playbook, or why there is none.</summary>
    public void Deconstruct(out Playbook? playbook, out IReadOnlyList<Mistake> mistakes) => (playbook, mistakes) = (Playbook, Mistakes);
}
