using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Reads a file of events: calls of Segment's tracking API as NDJSON, or a table as CSV.</summary>
internal sealed class EventFile
{
    private readonly EventSheet _sheet;

    private EventFile(EventSheet sheet) => _sheet = sheet;

    /// <summary>What the columns were understood as; empty for NDJSON, whose names are Segment's.</summary>
    public IReadOnlyList<ColumnMeaning> Meanings => _sheet.Meanings;

    /// <summary>What is odd about the file.</summary>
    public IEnumerable<string> Notes => _sheet.Notes;

    /// <summary>Events of machines (crawlers, mail scanners), which do not score.</summary>
    public long OfMachines { get; private set; }

    /// <summary>Calls that say who somebody is: <c>identify</c>, <c>group</c>, <c>alias</c>.</summary>
    public long Identities { get; private set; }

    public static EventFile? Open(InputFile input, ColumnChoices choices, FactTableBuilder builder, LeadDirectory leads, out string? problem)
    {
        var sheet = EventSheet.Open(
            input,
            choices,
            (property, _) => builder.FindEventProperty(property),
            ids => ids.Count(id => leads.Find(Encoding.UTF8.GetBytes(id)) >= 0),
            out problem);
        return sheet is null ? null : new EventFile(sheet);
    }

    /// <summary>Reads every event into the builder.</summary>
    /// <exception cref="FileFailedException">The file turned out damaged.</exception>
    public void Read(EventContext context, Action<RejectedRow> reject, int workers, CancellationToken cancel)
    {
        if (_sheet.Table is { } table)
        {
            table.Read(rows => ParseRows(rows, context), Merge, reject, workers, cancel);
            return;
        }

        using var calls = new ThreadLocal<SegmentCall>(() => new SegmentCall(context));
        NdjsonLines.Read(_sheet.Input, lines => ParseLines(lines, calls.Value!, context), Merge, reject, workers, cancel);

        void Merge(EventReading reading)
        {
            OfMachines += reading.OfMachines;
            Identities += reading.Identities;
            reading.Merge();
        }
    }

    private static EventReading ParseLines(NdjsonLines lines, SegmentCall call, EventContext context)
    {
        var reading = context.NewReading();
        while (lines.MoveNext())
        {
            if (call.Read(lines.Current, lines.Line, reading) is { } reason)
            {
                lines.Reject(reason);
            }
        }

        return reading;
    }

    private EventReading ParseRows(CsvRows rows, EventContext context)
    {
        var reading = context.NewReading();
        while (rows.MoveNext())
        {
            if (ParseRow(ref rows, context, reading) is { } reason)
            {
                rows.Reject(reason);
            }
        }

        return reading;
    }

    private string? ParseRow(ref CsvRows rows, EventContext context, EventReading reading)
    {
        var row = EventRow.Read(ref rows, _sheet, context.Now, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        // A row that is rejected must say nothing of who is who, so its owner comes last.
        if (reading.OwnerOf(row.UserId, row.Email, row.AnonymousId, row.Time) is not { } owner)
        {
            return "does not say whose event it is";
        }

        if (row.IsIdentity)
        {
            reading.AddIdentity();
            return null;
        }

        reading.Begin();
        foreach (var (column, property, _, style) in _sheet.Columns!.Properties)
        {
            if (!reading.Has(property))
            {
                reading.Set(property, EventRow.InUsualStyle(rows[column], style));
            }
        }

        reading.Add(row.Name, owner, row.Time, row.MessageId, rows.Line, row.UserAgent);
        return null;
    }
}
