using System.Text.Json;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Scoring;

/// <summary>A run of scores for programs, as CSV or JSON, the best lead first.</summary>
internal sealed class ScoreFile(ScoreRun run)
{
    /// <summary>So few that their rows fit into a writer's first buffer.</summary>
    private const int LeadsAtATime = 256;

    private const int LeadsBetweenFlushes = 8_192;

    public void WriteCsv(Stream stream, CancellationToken cancel)
    {
        var header = new CsvWriter();
        foreach (var name in (string[])["rank", "id", "name", "score", "fit", "engagement", "grade", "stage", "reason_1", "reason_2", "reason_3"])
        {
            header.Field(name);
        }

        header.EndRecord();
        header.DrainTo(stream);
        using var rows = new ThreadLocal<ScoreRows>(() => new ScoreRows(run.Leads));
        var parts = Enumerable.Range(0, Environment.ProcessorCount * 8).Select(_ => new CsvWriter()).ToArray();
        for (var first = 0; first < run.Leads.Count; first += parts.Length * LeadsAtATime)
        {
            // All cores fill the parts, then one writes them out in their order.
            Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = cancel }, part =>
            {
                var start = first + (part * LeadsAtATime);
                rows.Value!.Write(parts[part], start, Math.Min(start + LeadsAtATime, run.Leads.Count));
            });
            foreach (var part in parts)
            {
                part.DrainTo(stream);
            }
        }
    }

    /// <summary>One JSON object: what was scored, and the leads under <c>leads</c>.</summary>
    public void WriteJson(Stream stream, Instant asOf, CancellationToken cancel)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("playbook", run.Playbook.Name);
        json.WriteString("asOf", InstantPattern.ExtendedIso.Format(asOf));
        json.WriteNumber("rowsSkipped", run.Report.Leads.Count);
        json.WriteNumber("eventsSkipped", run.Report.Events.Count);
        json.WriteStartArray("leads");
        var reader = run.Leads.NewReader();
        for (var rank = 0; rank < run.Leads.Count; rank++)
        {
            WriteLead(json, rank, reader);
            if (rank % LeadsBetweenFlushes == 0)
            {
                cancel.ThrowIfCancellationRequested();
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }

    private void WriteLead(Utf8JsonWriter json, int rank, LeadReader reader)
    {
        var lead = run.Leads[rank];
        json.WriteStartObject();
        json.WriteNumber("rank", rank + 1);
        WriteScore(json, run.Leads, lead, run.Leads.Scores[lead]);
        json.WriteStartArray("reasons");
        var reasons = new Reason[ScoreRows.MostReasons];
        foreach (var reason in reasons.AsSpan(0, reader.Reasons(lead, reasons)))
        {
            json.WriteStartObject();
            json.WriteString("rule", reason.Rule);
            json.WriteNumber("points", reason.Points);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Who the lead is and its score, into the object that is open.</summary>
    internal static void WriteScore(Utf8JsonWriter json, RankedLeads leads, int lead, Score score)
    {
        json.WriteString("id", leads.IdOf(lead));
        json.WriteString("name", leads.LabelOf(lead));
        json.WriteNumber("score", score.Total);
        json.WriteNumber("fit", score.Fit);
        json.WriteNumber("engagement", score.Engagement);
        json.WriteString("grade", score.Grade?.ToString());
        json.WriteString("stage", score.Stage.Title());
    }
}
