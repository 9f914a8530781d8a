using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

/// <summary>The score as the definition reads, with no thought of speed: what the engine is checked against.</summary>
internal static class ObviousScorer
{
    public static Score Score(Playbook playbook, Facts facts, Instant asOf)
    {
        Value Attribute(string name) => AttributeAsOf(facts, AttributeName.Of(name), asOf);

        var fit = Round(Sum(playbook.Fit, rule => Holds(rule.When, Attribute) ? rule.Points : null));
        var events = facts.Events.GroupBy(e => e.Id).Select(same => same.MinBy(e => e.Occurred)!).Where(e => e.Occurred <= asOf).ToList();
        var engagement = Round(Sum(playbook.Engagement, rule => PointsOf(rule, events, asOf)));
        var total = Math.Clamp((int)(fit + engagement), playbook.Range.Min, playbook.Range.Max);
        Grade? grade = playbook.Grades is { } g
            ? new Grade(
                fit >= g.FitA ? 'A' : fit >= g.FitB ? 'B' : fit >= g.FitC ? 'C' : 'D',
                engagement >= g.Engagement1 ? 1 : engagement >= g.Engagement2 ? 2 : engagement >= g.Engagement3 ? 3 : 4)
            : null;
        var stage = playbook.Gates
            .TakeWhile(gate => total >= (gate.Score ?? int.MinValue) && fit >= (gate.Fit ?? long.MinValue) && engagement >= (gate.Engagement ?? long.MinValue)
                && (gate.When is null || Holds(gate.When, Attribute)) && gate.Confirmed.IsEmpty && gate.AcceptedBy is null)
            .Select(gate => gate.Stage)
            .LastOrDefault(Stage.Lead);
        return new Score(total, fit, engagement, grade, stage);
    }

    /// <summary>The first of the next <paramref name="days"/> days on which the stage is lower than today, all facts staying as they are.</summary>
    public static LocalDate? NextCrossing(Playbook playbook, Facts facts, Instant asOf, int days)
    {
        var known = facts with
        {
            Events = [.. facts.Events.GroupBy(e => e.Id).Select(same => same.MinBy(e => e.Occurred)!).Where(e => e.Occurred <= asOf)],
            Edits = [.. facts.Edits.Where(e => e.Occurred <= asOf)],
            AccountEdits = [.. facts.AccountEdits.Where(e => e.Occurred <= asOf)],
        };
        var stage = Score(playbook, known, asOf).Stage;
        for (var day = 1; day <= days; day++)
        {
            if (Score(playbook, known, asOf + Duration.FromDays(day)).Stage < stage)
            {
                return (asOf + Duration.FromDays(day)).InUtc().Date;
            }
        }

        return null;
    }

    public static bool Holds(Condition condition, Func<string, Value> valueOf) => condition switch
    {
        Condition.All all => all.Parts.All(part => Holds(part, valueOf)),
        Condition.Any any => any.Parts.Any(part => Holds(part, valueOf)),
        Condition.Not not => !Holds(not.Part, valueOf),
        Condition.Comparison c => ValueTest.For(c.Operator, c.Operands).Holds(valueOf(c.Property)),
        _ => throw new ArgumentException("no condition", nameof(condition)),
    };

    private static Value AttributeAsOf(Facts facts, string attribute, Instant asOf)
    {
        var ofAccount = attribute.StartsWith("account.", StringComparison.Ordinal);
        var own = ofAccount ? Value.Missing : Last(facts.Edits, attribute);
        return own.IsMissing ? Last(facts.AccountEdits, ofAccount ? attribute["account.".Length..] : attribute) : own;

        Value Last(IEnumerable<Edit> edits, string name) => edits
            .Where(e => e.Occurred <= asOf && e.Attributes.Has(name))
            .OrderBy(e => e.Occurred).ThenBy(e => e.Id, StringComparer.Ordinal)
            .Select(e => e.Attributes[name])
            .LastOrDefault();
    }

    /// <summary>Null where no rule of the group or axis has anything to say.</summary>
    private static decimal Sum<TRule>(Axis<TRule> axis, Func<TRule, decimal?> pointsOf)
        where TRule : Rule
    {
        var points = axis.Rules.ToDictionary(rule => rule.Name, pointsOf);
        var sum = axis.Rules.Where(rule => rule.Group is null).Sum(rule => points[rule.Name] ?? 0);
        foreach (var group in axis.Groups)
        {
            var matching = axis.Rules.Where(rule => rule.Group == group.Name).Select(rule => points[rule.Name]).OfType<decimal>().ToList();
            var ofGroup = matching.Count == 0 ? 0 : group.Pick == Pick.Best ? matching.Max() : matching.Sum();
            sum += Clamp(ofGroup, group.Limits);
        }

        return Clamp(sum, axis.Limits);
    }

    private static decimal? PointsOf(EngagementRule rule, List<Event> events, Instant asOf)
    {
        var matching = events
            .Where(e => rule.Events.Contains(e.Name, StringComparer.OrdinalIgnoreCase)
                && (rule.Where is null || Holds(rule.Where, name => e.Properties[PropertyName.Of(name)])))
            .Select(e => e.Occurred.InUtc().Date)
            .OrderDescending()
            .ToList();
        if (matching.Count == 0)
        {
            return null;
        }

        var (sum, counted) = (0m, 0);
        var onDay = new Dictionary<LocalDate, int>();
        foreach (var day in matching)
        {
            onDay[day] = onDay.GetValueOrDefault(day) + 1;
            if (onDay[day] <= (rule.MaxPerDay ?? int.MaxValue) && counted < (rule.Max ?? int.MaxValue))
            {
                counted++;
                sum += decimal.Round(rule.Points * Left(rule.Decay, Period.DaysBetween(day, asOf.InUtc().Date)), 9, MidpointRounding.AwayFromZero);
            }
        }

        return sum;
    }

    private static decimal Left(Decay decay, int age) => decay switch
    {
        Decay.Linear linear => Math.Max(0, 1 - (linear.Percent / 100 * Math.Floor((decimal)age / linear.EveryDays))),
        Decay.HalfLife half => (decimal)Math.Pow(2, -(double)age / half.Days),
        _ => 1,
    };

    private static decimal Clamp(decimal points, Limits limits) =>
        Math.Min(limits.Max ?? decimal.MaxValue, Math.Max(limits.Min ?? decimal.MinValue, points));

    private static long Round(decimal points) => (long)decimal.Round(points, MidpointRounding.AwayFromZero);
}
