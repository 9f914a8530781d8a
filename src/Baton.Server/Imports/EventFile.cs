using System.Text;
using Baton.Core.Documents;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Reads a file of events: calls of Segment's tracking API as NDJSON, or a table as CSV.</summary>
internal sealed class EventFile
{
    private readonly InputFile _input;
    private readonly CsvTable? _table;
    private readonly EventColumns? _columns;
    private readonly byte[] _defaultName;

    private EventFile(InputFile input, CsvTable? table, EventColumns? columns)
    {
        (_input, _table, _columns) = (input, table, columns);
        _defaultName = Encoding.UTF8.GetBytes(NameOf(input.Name));
    }

    /// <summary>What the columns were understood as; empty for NDJSON, whose names are Segment's.</summary>
    public IReadOnlyList<ColumnMeaning> Meanings => _columns?.Meanings ?? [];

    /// <summary>What is odd about the file.</summary>
    public IEnumerable<string> Notes => _columns is { Event: < 0, Type: < 0 }
        ? [.. _table!.Header.Notes, $"No column names the event, so every row is the event \"{Encoding.UTF8.GetString(_defaultName)}\", after the file."]
        : _table?.Header.Notes ?? [];

    /// <summary>Events of machines (crawlers, mail scanners), which do not score.</summary>
    public long OfMachines { get; private set; }

    /// <summary>Calls that say who somebody is: <c>identify</c>, <c>group</c>, <c>alias</c>.</summary>
    public long Identities { get; private set; }

    public static EventFile? Open(InputFile input, ColumnChoices choices, FactTableBuilder builder, LeadDirectory leads, out string? problem)
    {
        var shape = input.SniffShape();
        problem = FileProblem.OfShape(input.Name, shape)?.ToString();
        if (problem is not null)
        {
            return null;
        }

        if (shape == FileShape.Ndjson)
        {
            return new EventFile(input, null, null);
        }

        if (!CsvTable.TryOpen(input, null, out var table, out var csvProblem))
        {
            problem = csvProblem.ToString();
            return null;
        }

        problem = EventColumns.TryUnderstand(table.Header.Names, choices, builder, leads, CsvSamples.Of(input, table), out var columns);
        return problem is null ? new EventFile(input, table, columns) : null;
    }

    /// <summary>Reads every event into the builder.</summary>
    /// <exception cref="FileFailedException">The file turned out damaged.</exception>
    public void Read(EventContext context, Action<RejectedRow> reject, int workers, CancellationToken cancel)
    {
        if (_table is not null)
        {
            _table.Read(rows => ParseRows(rows, context), Merge, reject, workers, cancel);
            return;
        }

        using var calls = new ThreadLocal<SegmentCall>(() => new SegmentCall(context));
        NdjsonLines.Read(_input, lines => ParseLines(lines, calls.Value!, context), Merge, reject, workers, cancel);

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
        var columns = _columns!;
        if (!EventTime.TryParse(InUsualStyle(Cell(ref rows, columns.Timestamp), columns.TimestampStyle), out var time))
        {
            return rows[columns.Timestamp].IsEmpty ? "has no timestamp" : $"has a timestamp that is no date: {rows.Text(columns.Timestamp).Shortened()}";
        }

        var receivedAt = InUsualStyle(Cell(ref rows, columns.ReceivedAt), columns.ReceivedAtStyle);
        time = Math.Min(time, !receivedAt.IsEmpty && EventTime.TryParse(receivedAt, out var received) ? received : context.Now);
        var type = Cell(ref rows, columns.Type);
        var isIdentity = type.SequenceEqual("identify"u8) || type.SequenceEqual("group"u8) || type.SequenceEqual("alias"u8);
        var name = type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8) ? type : Cell(ref rows, columns.Event);
        if (name.IsEmpty && !isIdentity)
        {
            if (columns.Event >= 0)
            {
                return "does not name the event";
            }

            name = type.IsEmpty ? _defaultName : type;
        }

        // A row that is rejected must say nothing of who is who, so its owner comes last.
        if (reading.OwnerOf(Id(ref rows, columns.UserId), Id(ref rows, columns.Email), Id(ref rows, columns.AnonymousId), time) is not { } owner)
        {
            return "does not say whose event it is";
        }

        if (isIdentity)
        {
            reading.AddIdentity();
            return null;
        }

        reading.Begin();
        foreach (var (column, property, style) in columns.Properties)
        {
            if (!reading.Has(property))
            {
                reading.Set(property, InUsualStyle(rows[column], style));
            }
        }

        reading.Add(name, owner, time, Cell(ref rows, columns.MessageId), rows.Line, Cell(ref rows, columns.UserAgent));
        return null;
    }

    private static ReadOnlySpan<byte> InUsualStyle(ReadOnlySpan<byte> value, CellStyle style) =>
        style == CellStyle.Usual || value.IsEmpty ? value : Encoding.UTF8.GetBytes(style.ToUsual(Encoding.UTF8.GetString(value).Trim()));

    private static ReadOnlySpan<byte> Id(ref CsvRows rows, int column) => column < 0 ? default : MissingMark.IdOf(rows[column]);

    private static ReadOnlySpan<byte> Cell(ref CsvRows rows, int column) => column < 0 ? default : rows[column].Trim(" \t"u8);

    /// <summary>The file's name without folder and endings: <c>demo/won.csv.gz</c> is <c>won</c>.</summary>
    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf('.', 1);
        return end < 0 ? name : name[..end];
    }
}
