using System.Collections.Concurrent;

namespace Baton.Core.Scoring.Engine;

/// <summary>Scores every lead of a <see cref="FactTable"/> on all cores.</summary>
internal sealed class BulkScorer
{
    private readonly ScoringPlan _plan;
    private readonly FactTable _table;
    private readonly bool[][] _answers;
    private readonly int[][] _rulesOfKind;

    /// <summary>Runs each test once on each distinct value, and each event rule once on each kind of event.</summary>
    public BulkScorer(ScoringPlan plan, FactTable table)
    {
        (_plan, _table) = (plan, table);
        _answers = new bool[plan.Attributes.Tests.Count][];
        Parallel.For(0, _answers.Length, test =>
        {
            var (property, value) = plan.Attributes.Tests[test];
            _answers[test] = Array.ConvertAll(table.Values[property], v => value.Holds(v));
        });
        _rulesOfKind = table.EventKinds.Match();
    }

    /// <summary>The score of every lead, by its number.</summary>
    public Score[] ScoreAll(Action<int>? progress, CancellationToken cancel)
    {
        var scores = new Score[_table.Leads];
        if (scores.Length == 0)
        {
            return scores;
        }

        Parallel.ForEach(
            Partitioner.Create(0, scores.Length, Math.Clamp(scores.Length / 64, 1, 16_384)),
            new ParallelOptions { CancellationToken = cancel },
            NewReader,
            (range, _, reader) =>
            {
                for (var lead = range.Item1; lead < range.Item2; lead++)
                {
                    scores[lead] = reader.Score(lead);
                }

                progress?.Invoke(range.Item2 - range.Item1);
                return reader;
            },
            _ => { });
        return scores;
    }

    /// <summary>A reader for one thread.</summary>
    public LeadReader NewReader() => new(_plan, _table, _answers, _rulesOfKind);
}
