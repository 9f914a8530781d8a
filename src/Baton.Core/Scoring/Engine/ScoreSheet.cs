using System.Collections.Immutable;
using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Where one lead after another is added up: clear, add what holds, read the score and, where wanted, its lines. Not thread-safe; each thread
/// has its own.
/// </summary>
internal sealed class ScoreSheet(ScoringPlan plan)
{
    private readonly AxisSum _fit = new(plan.Fit);
    private readonly AxisSum _engagement = new(plan.Engagement);
    private readonly (int Seen, int Counted)[] _occurrences = new (int, int)[plan.Engagement.Rules.Length];

    public AxisSum Fit => _fit;

    public AxisSum Engagement => _engagement;

    /// <summary>Adds every fit rule that holds.</summary>
    public void AddFit<TAnswers>(in TAnswers answers)
        where TAnswers : IAnswers, allows ref struct
    {
        _fit.Clear();
        for (var rule = 0; rule < plan.Fit.Rules.Length; rule++)
        {
            if (plan.FitHolds(rule, answers))
            {
                _fit.Add(rule, plan.Fit.Points[rule]);
            }
        }
    }

    /// <summary>Adds every engagement rule that has an occurrence.</summary>
    /// <param name="tallies">By rule, and within a rule the newest day first.</param>
    /// <param name="asOfDay">The day from which ages are counted, in days since 1970-01-01; no tally is later.</param>
    public void AddEngagement(ReadOnlySpan<Tally> tallies, int asOfDay) => AddEngagement(tallies, asOfDay, asOfDay);

    /// <summary>The same with rules that give points and rules that take points seen from different days, to bound what lies between.</summary>
    public void AddEngagement(ReadOnlySpan<Tally> tallies, int dayOfGains, int dayOfLosses)
    {
        _engagement.Clear();
        while (!tallies.IsEmpty)
        {
            var rule = tallies[0].Rule;
            var length = 1;
            while (length < tallies.Length && tallies[length].Rule == rule)
            {
                length++;
            }

            var day = plan.Engagement.Points[rule] < 0 ? dayOfLosses : dayOfGains;
            _occurrences[rule] = plan.Events.Worth(tallies[..length], day, out var nanos);
            _engagement.Add(rule, nanos);
            tallies = tallies[length..];
        }
    }

    public Score Finish<TAnswers>(in TAnswers answers, Confirmations confirmations)
        where TAnswers : IAnswers, allows ref struct
    {
        var (fit, engagement) = (_fit.Finish(), _engagement.Finish());
        var total = plan.Total(fit, engagement);
        return new Score(total, fit, engagement, plan.GradeOf(fit, engagement), plan.StageOf(total, fit, engagement, answers, confirmations));
    }

    /// <summary>The lines behind what <see cref="Finish"/> returned, and the rules that have none.</summary>
    /// <param name="score">What <see cref="Finish"/> returned.</param>
    /// <param name="lastOf">When a rule's newest occurrence happened.</param>
    /// <param name="valueOf">The value of an attribute, by its number.</param>
    public Explanation Explain(Score score, Func<int, Instant?> lastOf, Func<int, Value> valueOf)
    {
        var lines = new ExplanationLines { Part = ScorePart.Fit };
        foreach (var rule in _fit.Rules)
        {
            lines.AddRule(new ExplanationLine(ScorePart.Fit, plan.Fit.Rules[rule], Nanos.ToPoints(_fit.PointsOf(rule))) { Values = ValuesOf(rule) });
        }

        var fit = _fit.Finish(lines);
        lines.Part = ScorePart.Engagement;
        foreach (var rule in _engagement.Rules)
        {
            var (seen, counted) = _occurrences[rule];
            lines.AddRule(new ExplanationLine(ScorePart.Engagement, plan.Engagement.Rules[rule], Nanos.ToPoints(_engagement.PointsOf(rule)))
            {
                Seen = seen,
                Counted = counted,
                Last = lastOf(rule),
            });
        }

        var engagement = _engagement.Finish(lines);
        lines.Part = ScorePart.Total;
        lines.AddRange(fit + engagement, score.Total);
        return new Explanation(score, [.. lines.All],
        [
            .. Others(plan.Fit, _fit).Select(rule => new RuleNotHeld(ScorePart.Fit, plan.Fit.Rules[rule]) { Values = ValuesOf(rule) }),
            .. Others(plan.Engagement, _engagement).Select(rule => new RuleNotHeld(ScorePart.Engagement, plan.Engagement.Rules[rule])),
        ]);

        ImmutableArray<AskedValue> ValuesOf(int fitRule) =>
            [.. plan.AskedBy(fitRule).Select(asked => new AskedValue(asked.Written, valueOf(asked.Attribute) is { IsMissing: false } known ? known.Text : null))];
    }

    private static IEnumerable<int> Others(AxisPlan axis, AxisSum sum) => Enumerable.Range(0, axis.Rules.Length).Except(sum.Rules);
}
