namespace Baton.Core.Scoring.Engine;

/// <summary>Finds the day on which decay, and nothing else, makes a difference to a lead.</summary>
/// <remarks>
/// Between two days, what rules give is least on the later day and what rules take is most on the earlier. What holds even so holds on every day
/// between, so the search looks at ever longer spans until nothing fades any more, skips those in which nothing can differ and halves the others.
/// </remarks>
internal static class FadingDays
{
    /// <summary>
    /// The first day after <paramref name="today"/>, in days since 1970-01-01, on which the lead is below its stage; null where it never is.
    /// </summary>
    public static int? FirstBelowStage(ScoringPlan plan, ScoreSheet sheet, Score score, Tally[] tallies, int today)
    {
        var passed = plan.Playbook.Gates.Where(gate => gate.Stage <= score.Stage).ToArray();
        var (total, engagement) = (passed.Max(gate => gate.Score), passed.Max(gate => gate.Engagement));
        return total is null && engagement is null ? null : First(plan, tallies, today, (from, to) =>
        {
            var least = EngagementOf(sheet, tallies, to, from);
            return (total is null || plan.Total(score.Fit, least) >= total) && (engagement is null || least >= engagement);
        });
    }

    /// <summary>The first day after <paramref name="today"/> on which the lead has another engagement; null where it never has.</summary>
    public static int? FirstOtherEngagement(ScoringPlan plan, ScoreSheet sheet, Score score, Tally[] tallies, int today) =>
        First(plan, tallies, today, (from, to) =>
            EngagementOf(sheet, tallies, to, from) == score.Engagement && EngagementOf(sheet, tallies, from, to) == score.Engagement);

    /// <param name="plan">The playbook.</param>
    /// <param name="tallies">What the lead did.</param>
    /// <param name="today">The day behind which the search begins.</param>
    /// <param name="holds">True only where nothing differs on any day from the first to the second, both included; exact for a single day.</param>
    private static int? First(ScoringPlan plan, Tally[] tallies, int today, Func<int, int, bool> holds)
    {
        if (tallies.Length == 0)
        {
            return null;
        }

        var settled = Math.Max(today + 1, tallies.Max(tally => tally.Day + plan.Playbook.Engagement.Rules[tally.Rule].Decay.SettlesAfter));
        var from = today + 1;
        for (var length = 1; from <= settled; length *= 2)
        {
            var to = Math.Min(settled, from + length - 1);
            if (FirstIn(from, to) is { } day)
            {
                return day;
            }

            from = to + 1;
        }

        return null;

        int? FirstIn(int first, int last)
        {
            if (holds(first, last))
            {
                return null;
            }

            if (first == last)
            {
                return first;
            }

            var middle = first + ((last - first) / 2);
            return FirstIn(first, middle) ?? FirstIn(middle + 1, last);
        }
    }

    private static long EngagementOf(ScoreSheet sheet, Tally[] tallies, int dayOfGains, int dayOfLosses)
    {
        sheet.AddEngagement(tallies, dayOfGains, dayOfLosses);
        return sheet.Engagement.Finish();
    }
}
