using System.Diagnostics;
using System.Globalization;
using System.Text;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;

namespace Baton.Bench;

/// <summary>
/// Baton as a contender that keeps its facts in memory. It answers each line that it is given with a line of JSON, as
/// <c>bench/score/worker.mjs</c> describes: <c>score</c> scores once, <c>write path</c> writes the last scores as CSV.
/// </summary>
internal sealed class ScoringWorker
{
    private readonly ScoringPlan _plan;
    private readonly FactTable _table;
    private readonly LeadDirectory _leads;
    private Score[] _scores = [];

    private ScoringWorker(ScoringPlan plan, FactTable table, LeadDirectory leads) => (_plan, _table, _leads) = (plan, table, leads);

    /// <summary>Reads the files as <c>baton score</c> does.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be read.</exception>
    public static ScoringWorker Load(string playbook, string leads, string events, string asOf)
    {
        var file = PlaybookFile.Read(playbook, Stream.Null);
        var plan = new Scorer(file.Playbook ?? throw new InvalidOperationException(string.Join('\n', file.Problems))).Plan;
        var moment = AsOfTime.Parse(asOf)?.ToUnixTimeMilliseconds() ?? throw new InvalidOperationException($"{asOf} is no moment.");
        var builder = new FactTableBuilder(plan, moment);
        var directory = ReadLeads(leads, builder);
        ReadEvents(events, builder, directory, moment);
        var table = builder.Build(CancellationToken.None);

        // What loading leaves behind is no part of scoring.
        GC.Collect();
        return new ScoringWorker(plan, table, directory);
    }

    public void Obey(TextReader orders, TextWriter answers)
    {
        answers.WriteLine("""{"ready":true}""");
        using var process = Process.GetCurrentProcess();
        while (orders.ReadLine() is { } order)
        {
            var (processor, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            if (order == "score")
            {
                _scores = new BulkScorer(_plan, _table).ScoreAll(progress: null, CancellationToken.None);
            }
            else
            {
                Write(order["write ".Length..]);
            }

            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            process.Refresh();
            var used = (process.TotalProcessorTime - processor).TotalMilliseconds;
            answers.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $$"""{"milliseconds":{{time:0.###}},"processor":{{used:0.###}}}"""));
        }
    }

    private static LeadDirectory ReadLeads(string path, FactTableBuilder builder)
    {
        using var input = Open(path);
        var file = LeadFile.Open(input, ColumnChoices.None, builder, out var problem) ?? throw new InvalidOperationException(problem);
        file.Read(Refuse, Environment.ProcessorCount, CancellationToken.None);
        return file.Leads;
    }

    private static void ReadEvents(string path, FactTableBuilder builder, LeadDirectory leads, long now)
    {
        using var input = Open(path);
        var file = EventFile.Open(input, ColumnChoices.None, builder, leads, out var problem) ?? throw new InvalidOperationException(problem);
        file.Read(new EventContext(builder, leads, now), Refuse, Environment.ProcessorCount, CancellationToken.None);
    }

    private static InputFile Open(string path) =>
        InputFile.TryOpen(path, Stream.Null, out var input, out var problem) ? input : throw new InvalidOperationException(problem.ToString());

    private static void Refuse(RejectedRow row) => throw new InvalidOperationException($"Line {row.Line} {row.Reason}.");

    private void Write(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("id,score,fit,engagement,grade,stage");
        for (var lead = 0; lead < _scores.Length; lead++)
        {
            var score = _scores[lead];
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Encoding.UTF8.GetString(_leads.IdOf(lead))},{score.Total},{score.Fit},{score.Engagement},{score.Grade},{score.Stage.Title()}"));
        }
    }
}
