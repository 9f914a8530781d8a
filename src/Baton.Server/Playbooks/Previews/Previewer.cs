using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Leads;

namespace Baton.Server.Playbooks.Previews;

/// <summary>Tries playbooks on a workspace's own leads before they are published.</summary>
internal sealed class Previewer(SampleShelf samples)
{
    private const int MostMovers = 10;
    private const int MostReasons = 2;
    private const int MostBands = 10;

    /// <summary>How long whoever types waits for what has to be read. After that they are told how far it is.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>What publishing a playbook would change now.</summary>
    /// <param name="workspaceId">Whose leads to try it on.</param>
    /// <param name="draft">The playbook.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<PreviewAnswer> TryAsync(Guid workspaceId, Playbook draft, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(Patience);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        LeadSample? sample = null;
        try
        {
            sample = await samples.GetAsync(workspaceId, patience.Token);
            if (sample is null)
            {
                return new PreviewAnswer.Rescoring();
            }

            var scorer = new Scorer(draft);
            var (counted, isCut) = await sample.CountAsync(scorer, patience.Token);
            return new PreviewAnswer.Told(Tell(sample, draft, sample.Score(scorer, counted, cancel), isCut));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new PreviewAnswer.Reading(sample?.Events.Progress ?? 0);
        }
    }

    private static Preview Tell(LeadSample sample, Playbook draft, SampleScores then, bool isCut)
    {
        var changes = sample.Leads.Select((lead, i) => new LeadChange(i, lead, sample.Now.Decided[i], then.Decided[i])).ToList();
        var isSame = !PlaybookComparison.Compare(sample.Playbook.Scorer.Playbook, draft).Any();
        return new Preview(
            sample.Moment,
            sample.Standing.Sum(crowd => crowd.Count),
            sample.Leads.Count,
            isCut,
            Stages(sample, changes, isSame),
            Bands(sample, changes, draft.Range),
            Forecast.Of(changes, isSame, change => change.IsHandedOver ? 1 : 0),
            Forecast.Of(changes, isSame, change => change.Steps > 0 ? 1 : 0),
            Forecast.Of(changes, isSame, change => change.Steps < 0 ? 1 : 0),
            Named(changes.Where(change => change.IsGain).OrderByDescending(change => change.Steps).ThenByDescending(change => change.Points)),
            Named(changes.Where(change => change.IsLoss).OrderBy(change => change.Steps).ThenBy(change => change.Points)));

        IReadOnlyList<Mover> Named(IEnumerable<LeadChange> ordered) =>
            [.. ordered.Take(MostMovers).Select(change => MoverOf(change, sample.Now.Explain(change.Number), then.Explain(change.Number)))];
    }

    private static List<StageForecast> Stages(LeadSample sample, List<LeadChange> changes, bool isSame)
    {
        var now = sample.Standing.GroupBy(crowd => crowd.Stage).ToDictionary(stage => stage.Key, stage => stage.Sum(crowd => crowd.Count));
        return [.. Enum.GetValues<Stage>()
            .Select(stage => (Stage: stage, Now: now.GetValueOrDefault(stage), More: Forecast.Of(changes, isSame, change => change.MoreAt(stage))))
            .Where(stage => stage.Now > 0 || stage.More.Count > 0)
            .Select(stage => new StageForecast(stage.Stage, stage.Now, stage.More with { Count = Math.Max(0, stage.Now + stage.More.Count) }))];
    }

    private static List<BandForecast> Bands(LeadSample sample, List<LeadChange> changes, ScoreRange range)
    {
        var holds = sample.Playbook.Scorer.Playbook.Range;
        var (min, max) = (Math.Min(range.Min, holds.Min), Math.Max(range.Max, holds.Max));
        var width = Math.Max(1, (max - min + MostBands - 1) / MostBands);
        var last = Math.Max(0, ((max - min) / width) - ((max - min) % width == 0 ? 1 : 0));
        var (now, more) = (new long[last + 1], new long[last + 1]);
        foreach (var crowd in sample.Standing)
        {
            now[BandOf(crowd.Total)] += crowd.Count;
        }

        foreach (var change in changes)
        {
            more[BandOf(change.Now.Score.Total)] -= change.Lead.Weight;
            more[BandOf(change.Then.Score.Total)] += change.Lead.Weight;
        }

        return [.. now.Select((count, band) => new BandForecast(
            min + (band * width), band == last ? max : min + ((band + 1) * width) - 1, count, Math.Max(0, count + more[band])))];

        int BandOf(int total) => Math.Clamp((total - min) / width, 0, last);
    }

    private static Mover MoverOf(LeadChange change, Explanation now, Explanation then)
    {
        var points = Told(now).Select(line => (line.Kind, line.Text, Points: -line.Points)).Concat(Told(then).Select(line => (line.Kind, line.Text, line.Points)));
        var facts = new Facts([], change.Lead.Record.Edits, change.Lead.Record.AccountEdits);
        return new Mover(
            change.Lead.State.Id,
            facts.Name() ?? facts.Text("email"),
            facts.Text("company") ?? facts.Text("account.company"),
            change.Now.Stage,
            change.Then.Stage,
            change.Now.Score.Total,
            change.Then.Score.Total,
            [.. points.GroupBy(line => (line.Kind, line.Text)).Select(line => new MoverReason(line.Key.Kind, line.Key.Text, decimal.Round(line.Sum(one => one.Points), 1, MidpointRounding.AwayFromZero)))
                .Where(reason => reason.Points != 0).OrderByDescending(reason => Math.Abs(reason.Points)).Take(MostReasons)]);

        static IEnumerable<ExplanationLine> Told(Explanation why) => why.Lines.Where(line => line.Kind != LineKind.Rounding);
    }
}
