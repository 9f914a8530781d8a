using System.Globalization;
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
    private const int MostReasons = 3;
    private const int LeadsAtATime = 8_192;

    public void WriteCsv(Stream stream, CancellationToken cancel)
    {
        var header = new CsvWriter();
        foreach (var name in (string[])["rank", "id", "name", "score", "fit", "engagement", "grade", "stage", "reason_1", "reason_2", "reason_3"])
        {
            header.Field(name);
        }

        header.EndRecord();
        header.DrainTo(stream);
        foreach (var part in Rows(cancel))
        {
            part.DrainTo(stream);
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
            if (rank % LeadsAtATime == 0)
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

    private void WriteRows(CsvWriter writer, Range ranks, LeadReader reader)
    {
        var reasons = new Reason[MostReasons];
        for (var rank = ranks.Start.Value; rank < ranks.End.Value; rank++)
        {
            var lead = run.Leads[rank];
            var score = run.Leads.Scores[lead];
            writer.Field(rank + 1);
            writer.Field(run.Leads.IdOf(lead));
            writer.Field(run.Leads.LabelOf(lead) ?? "");
            writer.Field(score.Total);
            writer.Field(score.Fit);
            writer.Field(score.Engagement);
            writer.Field(score.Grade?.ToString() ?? "");
            writer.Field(score.Stage.Title());
            var count = reader.Reasons(lead, reasons);
            for (var i = 0; i < MostReasons; i++)
            {
                writer.Field(i < count ? Words(reasons[i]) : "");
            }

            writer.EndRecord();
        }
    }

    private void WriteLead(Utf8JsonWriter json, int rank, LeadReader reader)
    {
        var lead = run.Leads[rank];
        json.WriteStartObject();
        json.WriteNumber("rank", rank + 1);
        WriteScore(json, run.Leads, lead, run.Leads.Scores[lead]);
        json.WriteStartArray("reasons");
        var reasons = new Reason[MostReasons];
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

    /// <summary>The points, to two decimals, and the rule, with a plain minus so that programs read the number.</summary>
    private static string Words(Reason reason) => string.Create(CultureInfo.InvariantCulture, $"{reason.Points:+0.##;-0.##} {reason.Rule}");

    /// <summary>The rows in the order of the ranking, some thousands to a writer, written on all cores.</summary>
    private IEnumerable<CsvWriter> Rows(CancellationToken cancel)
    {
        using var readers = new ThreadLocal<LeadReader>(run.Leads.NewReader);
        var parts = Enumerable.Range(0, (run.Leads.Count + LeadsAtATime - 1) / LeadsAtATime)
            .AsParallel().AsOrdered().WithCancellation(cancel).WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(part =>
            {
                var writer = new CsvWriter();
                WriteRows(writer, new Range(part * LeadsAtATime, Math.Min((part + 1) * LeadsAtATime, run.Leads.Count)), readers.Value!);
                return writer;
            });
        foreach (var part in parts)
        {
            yield return part;
        }
    }
}
