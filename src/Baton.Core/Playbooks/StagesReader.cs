using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;

namespace Baton.Core.Playbooks;

/// <summary>Reads <c>grades</c> and <c>stages</c>.</summary>
/// <param name="mistakes">What is wrong is added to it.</param>
/// <param name="hints">What is probably wrong, likewise.</param>
/// <param name="criteria">The names under <c>qualification</c>, right or wrong, so that a stage is not told that a criterion with a mistake is not there.</param>
internal sealed class StagesReader(Mistakes mistakes, AttributeHints hints, IReadOnlyList<string> criteria)
{
    internal static readonly string[] GateNames = ["score", "fit", "engagement", "when", "confirmed"];
    internal static readonly string[] AcceptanceNames = ["accepted_by"];
    internal static readonly string[] StageNames = ["mql", "sal", "sql"];
    internal static readonly string[] GradesNames = ["fit", "engagement"];
    internal static readonly string[] FitBandNames = ["A", "B", "C"];
    internal static readonly string[] EngagementBandNames = ["1", "2", "3"];

    public Grades? Grades(Node? node)
    {
        if (node is null || Section.From(node, "`grades`", GradesNames, mistakes) is not { } section)
        {
            return null;
        }

        var fit = Bands(section.Required("fit", "{ A: 40, B: 25, C: 10 }"), "fit", FitBandNames);
        var engagement = Bands(section.Required("engagement", "{ 1: 40, 2: 20, 3: 5 }"), "engagement", EngagementBandNames);
        return fit is [var a, var b, var c] && engagement is [var one, var two, var three] ? new Grades(a, b, c, one, two, three) : null;
    }

    private int[]? Bands(Node? node, string axis, string[] names)
    {
        if (node is null || Section.From(node, $"`grades` for {axis}", names, mistakes) is not { } section)
        {
            return null;
        }

        var bounds = new List<int>();
        foreach (var name in names)
        {
            if (section.RequiredNumber(name, "40", -1_000_000, 1_000_000, 0) is { } bound)
            {
                if (bounds.Count > 0 && bound >= bounds[^1])
                {
                    mistakes.Add(section[name]!, $"`{name}` starts at {bound}, which is not below the band before it, {bounds[^1]}");
                }

                bounds.Add((int)bound);
            }
        }

        return bounds.Count == names.Length ? [.. bounds] : null;
    }

    /// <summary>Reads what each stage asks for.</summary>
    public ImmutableArray<Gate> Gates(Node? node, Reach reach)
    {
        if (node is null || Section.From(node, "`stages`", StageNames, mistakes) is not { } section)
        {
            return [];
        }

        var gates = ImmutableArray.CreateBuilder<Gate>();
        foreach (var (name, stage) in StageNames.Zip([Stage.Mql, Stage.Sal, Stage.Sql]))
        {
            if (section.Names(name) && section.Required(name, "{ score: 50 }") is { } gateNode && GateOf(gateNode, stage, reach, gates) is { } gate)
            {
                gates.Add(gate);
            }
        }

        return gates.ToImmutable();
    }

    private Gate? GateOf(Node node, Stage stage, Reach reach, IEnumerable<Gate> before)
    {
        var title = $"the stage {stage.Title()}";
        if (stage == Stage.Sal)
        {
            return Section.From(node, title, AcceptanceNames, mistakes)?.RequiredText("accepted_by", "inside sales") is { } team
                ? new Gate(stage, null, null, null, null, [], team)
                : null;
        }

        if (Section.From(node, title, GateNames, mistakes) is not { } section)
        {
            return null;
        }

        return new Gate(
            stage,
            Threshold(section, "score", reach.Range.Min, reach.Range.Max, reach.MostTotal, before.Max(g => g.Score)),
            Threshold(section, "fit", -1_000_000, 1_000_000, reach.MostFit, before.Max(g => g.Fit)),
            Threshold(section, "engagement", -1_000_000, 1_000_000, reach.MostEngagement, before.Max(g => g.Engagement)),
            WhenOf(section["when"]),
            Confirmed(section["confirmed"]),
            AcceptedBy: null);
    }

    private Condition? WhenOf(Node? node)
    {
        if (node is null)
        {
            return null;
        }

        hints.Look(node);
        return ConditionReader.Read(node, mistakes);
    }

    private int? Threshold(Section section, string name, int min, int max, decimal? reach, int? before)
    {
        var threshold = section.Whole(name, min, max);
        if (threshold < before)
        {
            mistakes.Add(section[name]!, $"`{name}` {threshold} is below the {before} that the stage before asks for; a later stage cannot ask for less");
        }
        else if (threshold > reach)
        {
            mistakes.Add(section[name]!, FormattableString.Invariant(
                $"`{name}` {threshold} can never be reached: the limits under `fit` and `engagement` allow {reach:0} at most"));
        }

        return threshold;
    }

    private ImmutableArray<string> Confirmed(Node? node)
    {
        if (node is not null and not ListNode)
        {
            mistakes.Add(node, $"`confirmed` takes a list of criteria, such as `[budget, timeline]`, not {node.Kind}");
            return [];
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var item in (node as ListNode)?.Items ?? [])
        {
            if (item is not ScalarNode { IsEmpty: false } scalar)
            {
                mistakes.Add(item, $"`confirmed` takes the names of criteria, not {item.Kind}");
                continue;
            }

            var name = scalar.Text.Trim();
            if (names.Contains(name))
            {
                mistakes.Add(item, $"{scalar.Kind} is already in this list");
            }
            else if (!criteria.Contains(name))
            {
                var hint = NearestWord.Hint(name, criteria);
                mistakes.Add(item, $"there is no criterion {scalar.Kind}{(hint.Length > 0 ? hint : "; add it to `qualification` with `ask` and `confirmed`")}");
            }
            else
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }
}

/// <summary>How far a score can go: no threshold may lie beyond.</summary>
internal readonly record struct Reach(ScoreRange Range, Limits Fit, Limits Engagement)
{
    public decimal? MostFit => Rounded(Fit.Max);

    public decimal? MostEngagement => Rounded(Engagement.Max);

    /// <summary>The most that the two axes make together; null where one of them has no limit.</summary>
    public decimal? MostTotal => MostFit + MostEngagement;

    private static decimal? Rounded(decimal? points) => points is { } exact ? decimal.Round(exact, MidpointRounding.AwayFromZero) : null;
}
