namespace Baton.Core.Scoring.Engine;

/// <summary>Finds the day on which decay takes a lead below its stage.</summary>
/// <remarks>
/// Between two days, what rules give is least on the later day and what rules take is most on the earlier. An engagement that would hold even so
/// holds on every day between, so the search halves the time until nothing fades any more and skips every part that cannot fail.
/// </remarks>
internal sealed class Crossing
{
    private readonly ScoringPlan _plan;
    private readonly ScoreSheet _sheet;
    private readonly Score _score;
    private readonly Tally[] _tallies;
    private readonly int? _total;
    private readonly int? _engagement;

    private Crossing(ScoringPlan plan, ScoreSheet sheet, Score score, Tally[] tallies)
    {
        (_plan, _sheet, _score, _tallies) = (plan, sheet, score, tallies);
        var passed = plan.Playbook.Gates.Where(gate => gate.Stage <= score.Stage).ToArray();
        (_total, _engagement) = (passed.Max(gate => gate.Score), passed.Max(gate => gate.Engagement));
    }

    /// <summary>The day, in days since 1970-01-01 and after <paramref name="today"/>; null where the stage never falls.</summary>
    public static int? FirstBelow(ScoringPlan plan, ScoreSheet sheet, Score score, Tally[] tallies, int today)
    {
        var crossing = new Crossing(plan, sheet, score, tallies);
        if (crossing is { _total: null, _engagement: null } || tallies.Length == 0)
        {
            return null;
        }

        var settled = tallies.Max(tally => tally.Day + plan.Playbook.Engagement.Rules[tally.Rule].Decay.SettlesAfter);
        return crossing.FirstBelow(today + 1, Math.Max(settled, today + 1));
    }

    private int? FirstBelow(int from, int to)
    {
        if (Holds(to, from))
        {
            return null;
        }

        if (from == to)
        {
            return from;
        }

        var middle = from + ((to - from) / 2);
        return FirstBelow(from, middle) ?? FirstBelow(middle + 1, to);
    }

    private bool Holds(int dayOfGains, int dayOfLosses)
    {
        _sheet.AddEngagement(_tallies, dayOfGains, dayOfLosses);
        var engagement = _sheet.Engagement.Finish();
        return (_total is null || _plan.Total(_score.Fit, engagement) >= _total) && (_engagement is null || engagement >= _engagement);
    }
}
