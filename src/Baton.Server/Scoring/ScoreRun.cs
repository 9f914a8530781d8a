using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;
using Baton.Server.Playbooks;

namespace Baton.Server.Scoring;

/// <summary>Scores a file of leads: reads the playbook, the leads and the events, then scores every lead.</summary>
internal sealed class ScoreRun
{
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 1, 16);

    private ScoreRun(Playbook playbook, ScoreReport report, RankedLeads leads) => (Playbook, Report, Leads) = (playbook, report, leads);

    public Playbook Playbook { get; }

    /// <summary>How the files were understood and what was left out.</summary>
    public ScoreReport Report { get; }

    public RankedLeads Leads { get; }

    /// <param name="request">What to score.</param>
    /// <param name="rejected">Gets the rows that are not read, those of the "leads" first, then those of the "events"; null where nobody asked for them.</param>
    /// <param name="standardInput">What <c>-</c> stands for in the request.</param>
    /// <param name="progress">Shows how far the run is.</param>
    /// <param name="problems">Why there is no run.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <returns>The run; or null, and in <paramref name="problems"/> why.</returns>
    /// <exception cref="FileFailedException">A file turned out damaged while it was read, or the rejected rows cannot be written.</exception>
    public static ScoreRun? Execute(
        ScoreRequest request, Action<string, RejectedRow>? rejected, Stream standardInput, ProgressDisplay progress,
        out IReadOnlyList<string> problems, CancellationToken cancel)
    {
        var read = PlaybookFile.Read(request.Playbook, standardInput);
        problems = read.Problems;
        if (read.Playbook is not { } playbook)
        {
            return null;
        }

        var scorer = new Scorer(playbook);
        var builder = new FactTableBuilder(scorer.Plan, request.AsOf.ToUnixTimeMilliseconds());
        var report = new ScoreReport(rejected);
        if (!InputFile.TryOpen(request.Leads, standardInput, out var leadInput, out var problem))
        {
            problems = [problem.ToString()];
            return null;
        }

        LeadDirectory leads;
        using (leadInput)
        {
            if (LeadFile.Open(leadInput, request.Columns, builder, out var reason) is not { } file)
            {
                problems = [reason!];
                return null;
            }

            progress.Run("Reading leads", leadInput, () => file.Read(report.Leads.Reject, Workers, cancel));
            report.Add(file, leadInput, builder, playbook, read.Hints);
            leads = file.Leads;
        }

        if (request.Events is null && UnknownColumns(request, report) is { Count: > 0 } unknown)
        {
            problems = unknown;
            return null;
        }

        if (request.Events is not null && ReadEvents(request, standardInput, builder, playbook, leads, report, progress, cancel) is { Count: > 0 } wrong)
        {
            problems = wrong;
            return null;
        }

        var table = builder.Build(cancel);
        report.Add(table, builder, scorer.Plan.Attributes, request.Columns);
        var bulk = new BulkScorer(scorer.Plan, table);
        Score[] scores = [];
        progress.Run("Scoring", table.Leads, done => scores = bulk.ScoreAll(done, cancel));
        return new ScoreRun(playbook, report, new RankedLeads(leads, scores, bulk));
    }

    /// <returns>What is wrong with the file or with what the user said of columns; empty where nothing is.</returns>
    private static IReadOnlyList<string> ReadEvents(
        ScoreRequest request, Stream standardInput, FactTableBuilder builder, Playbook playbook, LeadDirectory leads, ScoreReport report,
        ProgressDisplay progress, CancellationToken cancel)
    {
        if (!InputFile.TryOpen(request.Events!, standardInput, out var input, out var problem))
        {
            return [problem.ToString()];
        }

        using (input)
        {
            if (EventFile.Open(input, request.Columns, builder, leads, out var reason) is not { } file)
            {
                return [reason!];
            }

            if (UnknownColumns(request, report, file) is { Count: > 0 } unknown)
            {
                return unknown;
            }

            var now = Math.Max(request.Now.ToUnixTimeMilliseconds(), request.AsOf.ToUnixTimeMilliseconds());
            progress.Run("Reading events", input, () => file.Read(new EventContext(builder, leads, now), report.Events.Reject, Workers, cancel));
            report.Add(file, input, builder, playbook);
            return [];
        }
    }

    private static List<string> UnknownColumns(ScoreRequest request, ScoreReport report, EventFile? events = null)
    {
        var columns = report.LeadColumns.Concat(events?.Meanings ?? []).Select(c => c.Column).ToList();
        return [.. request.Columns.Map.Keys.Except(columns, StringComparer.OrdinalIgnoreCase)
            .Select(column => $"--map speaks of a column \"{column}\" that is in no file{NearestWord.HintOrStop(column, columns)}")];
    }
}
