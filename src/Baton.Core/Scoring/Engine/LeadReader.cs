using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Core.Scoring.Engine;

/// <summary>Scores single leads of a <see cref="FactTable"/>. Not thread-safe; each thread has its own.</summary>
internal sealed class LeadReader(ScoringPlan plan, FactTable table, bool[][] answers, int[][] rulesOfKind)
{
    /// <summary>What gives no more than this reads as nothing where points have one decimal.</summary>
    private const long Nothing = Nanos.PerPoint / 20;

    private readonly ScoreSheet _sheet = new(plan);
    private readonly int _asOfDay = UtcDay.Of(table.AsOf);
    private ulong[] _occurrences = new ulong[64];
    private Tally[] _tallies = new Tally[64];

    public Score Score(int lead)
    {
        var attributes = new ColumnAnswers(plan.Attributes, table.Attributes, answers, lead);
        _sheet.AddFit(attributes);
        _sheet.AddEngagement(TalliesOf(lead), _asOfDay);
        return _sheet.Finish(attributes, Confirmations.None);
    }

    public Explanation Explain(int lead)
    {
        var score = Score(lead);
        var last = new Dictionary<int, Instant>();
        var (kinds, times) = table.EventsOf(lead);
        for (var i = 0; i < kinds.Length; i++)
        {
            var time = Instant.FromUnixTimeMilliseconds(times.Span[i]);
            foreach (var rule in rulesOfKind[kinds.Span[i]])
            {
                last[rule] = last.TryGetValue(rule, out var known) ? Instant.Max(known, time) : time;
            }
        }

        return _sheet.Explain(
            score,
            rule => last.TryGetValue(rule, out var time) ? time : null,
            attribute => table.Values[attribute][table.Attributes[attribute][lead]]);
    }

    /// <summary>Where the lead stands, and what it needs for the next stage.</summary>
    public Standing Standing(int lead) =>
        plan.StandingOf(Score(lead), new ColumnAnswers(plan.Attributes, table.Attributes, answers, lead), Confirmations.None);

    /// <summary>The first UTC day on which decay alone takes the lead below its stage; null where it never does.</summary>
    public LocalDate? NextCrossing(int lead)
    {
        var score = Score(lead);
        return UtcDay.ToDate(FadingDays.FirstBelowStage(plan, _sheet, score, TalliesOf(lead).ToArray(), _asOfDay));
    }

    /// <summary>
    /// The rules that moved the lead's score the most, either way; as many as <paramref name="reasons"/> has room for. Of rules with as many points
    /// the first in the playbook goes first. A rule whose place a better one of its group has taken is none, nor is one that has all but faded.
    /// </summary>
    /// <returns>How many there are.</returns>
    public int Reasons(int lead, Span<Reason> reasons)
    {
        Score(lead);
        var count = 0;
        foreach (var (axis, sum) in (ReadOnlySpan<(AxisPlan, AxisSum)>)[(plan.Fit, _sheet.Fit), (plan.Engagement, _sheet.Engagement)])
        {
            foreach (var rule in sum.Rules)
            {
                var weight = Int128.Abs(sum.PointsOf(rule));
                if (weight <= Nothing || !sum.Counts(rule))
                {
                    continue;
                }

                var at = count;
                while (at > 0 && Int128.Abs(reasons[at - 1].Billionths) < weight)
                {
                    at--;
                }

                if (at < reasons.Length)
                {
                    count = Math.Min(count + 1, reasons.Length);
                    reasons[at..(count - 1)].CopyTo(reasons[(at + 1)..]);
                    reasons[at] = new Reason(axis.Rules[rule].Name, sum.PointsOf(rule));
                }
            }
        }

        return count;
    }

    /// <summary>Sorting one number per occurrence, the rule above the day counted backwards, brings tallies into their order.</summary>
    private ReadOnlySpan<Tally> TalliesOf(int lead)
    {
        var count = 0;
        var end = table.FirstEvent[lead] + table.EventCount[lead];
        for (var at = table.FirstEvent[lead]; at < end; at++)
        {
            var rules = rulesOfKind[table.Kinds[at]];
            if (rules.Length == 0)
            {
                continue;
            }

            if (count + rules.Length > _occurrences.Length)
            {
                var longer = Math.Max(_occurrences.Length * 2, count + rules.Length);
                Array.Resize(ref _occurrences, longer);
                Array.Resize(ref _tallies, longer);
            }

            var age = (uint)(_asOfDay - UtcDay.Of(table.Times[at]));
            foreach (var rule in rules)
            {
                _occurrences[count++] = ((ulong)rule << 32) | age;
            }
        }

        var occurrences = _occurrences.AsSpan(0, count);
        occurrences.Sort();
        var tallies = 0;
        for (var i = 0; i < count;)
        {
            var key = occurrences[i];
            var start = i;
            while (i < count && occurrences[i] == key)
            {
                i++;
            }

            _tallies[tallies++] = new Tally((int)(key >> 32), _asOfDay - (int)(uint)key, i - start);
        }

        return _tallies.AsSpan(0, tallies);
    }

    /// <summary>Answers from what each test said of each distinct value.</summary>
    private readonly struct ColumnAnswers(TestTable tests, int[][] columns, bool[][] answers, int lead) : IAnswers
    {
        public bool Holds(int test) => answers[test][columns[tests.Tests[test].Property][lead]];
    }
}

/// <summary>A rule and the points that it gave a lead, in billionths.</summary>
internal readonly record struct Reason(string Rule, Int128 Billionths)
{
    public decimal Points => Nanos.ToPoints(Billionths);
}
