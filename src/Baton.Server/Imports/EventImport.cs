using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Baton.Server.Intake;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>
/// Reads a file of events into calls: Segment's as they are, and rows of a table as the call they stand for,
/// <c>{"type":"track","event":"Quote Requested","userId":"K-101","timestamp":"…","properties":{"budget":"150000"}}</c>.
/// </summary>
internal sealed class EventImport : ImportFile
{
    private readonly EventSheet _sheet;
    private readonly ArrayBufferWriter<byte> _json = new();

    private EventImport(EventSheet sheet) => _sheet = sheet;

    public override IReadOnlyList<ColumnMeaning> Meanings => _sheet.Meanings;

    protected override IEnumerable<string> OwnNotes => _sheet.Notes;

    public static EventImport? Open(ColumnChoices choices, InputFile input, Func<IReadOnlyList<string>, int> countLeads, out string? problem)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sheet = EventSheet.Open(
            input,
            choices,
            (property, isTaken) => isTaken ? -1 : numbers.TryAdd(property, numbers.Count) ? numbers.Count - 1 : numbers[property],
            countLeads,
            out problem);
        problem ??= sheet!.Columns is { } columns ? OtherKind.OfEvents(input.Name, sheet.Table!.Header.Names, choices, columns) : OtherKind.OfLines(input);
        return problem is null ? new EventImport(sheet!) : null;
    }

    protected override IEnumerable<IReadOnlyList<ImportRow>> Blocks(Func<CallReader> reader) => _sheet.Table is { } table
        ? table.Each(rows => ParseRows(rows, reader())).Select(block => InOrder(block.Result, block.Rejected))
        : NdjsonLines.Each(_sheet.Input, lines => ParseLines(lines, reader())).Select(block => InOrder(block.Result, block.Rejected));

    private List<ImportRow> ParseLines(NdjsonLines lines, CallReader reader)
    {
        var read = new List<ImportRow>();
        while (lines.MoveNext())
        {
            if (!Utf8.IsValid(lines.Current))
            {
                lines.Reject("has bytes that are not UTF-8");
            }
            else if (CallOf(lines.Current, lines.Line, reader, out var problem) is { } call)
            {
                read.Add(new ImportRow.OfLead(lines.Line, call));
            }
            else
            {
                lines.Reject(problem!);
            }
        }

        return read;
    }

    private List<ImportRow> ParseRows(CsvRows rows, CallReader reader)
    {
        var read = new List<ImportRow>();
        while (rows.MoveNext())
        {
            var row = EventRow.Read(ref rows, _sheet, Import.Started.ToUnixTimeMilliseconds(), out var problem);
            if (problem is null && !row.Email.IsEmpty)
            {
                var address = AddressIn(_sheet.Table!.Header.Names[_sheet.Columns!.Email], Encoding.UTF8.GetString(row.Email), rows.Line);
                row.Email = address is null ? default : Encoding.UTF8.GetBytes(address);
            }

            if (problem is null && row.UserId.IsEmpty && row.Email.IsEmpty && row.AnonymousId.IsEmpty)
            {
                problem = "does not say whose event it is";
            }

            Call? call = null;
            if (problem is null)
            {
                CountShort(rows);
                Write(row, ref rows);
                call = CallOf(_json.WrittenSpan, rows.Line, reader, out problem);
            }

            if (call is not null)
            {
                read.Add(new ImportRow.OfLead(rows.Line, call));
            }
            else
            {
                rows.Reject(problem!);
            }
        }

        return read;
    }

    private Call? CallOf(ReadOnlySpan<byte> json, long line, CallReader reader, out string? problem)
    {
        try
        {
            return reader.ReadExported(json, Import.Started, Import.EventIdOf(line), out problem);
        }
        catch (JsonException error)
        {
            problem = JsonProblem.Of(error);
            return null;
        }
    }

    private void Write(in EventRow row, ref CsvRows rows)
    {
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json);
        json.WriteStartObject();
        json.WriteString("type"u8, row.IsIdentity ? "identify"u8 : row.IsView ? row.Name : "track"u8);
        if (row is { IsIdentity: false, IsView: false })
        {
            Text(json, "event"u8, row.Name);
        }

        Text(json, "userId"u8, row.UserId);
        Text(json, "anonymousId"u8, row.AnonymousId);
        Text(json, "messageId"u8, row.MessageId);
        json.WriteString("timestamp"u8, Instant.FromUnixTimeMilliseconds(row.Time).ToDateTimeUtc());
        if (!row.IsIdentity)
        {
            WriteProperties(json, ref rows);
        }

        if (!row.Email.IsEmpty || !row.UserAgent.IsEmpty)
        {
            json.WriteStartObject("context"u8);
            Text(json, "userAgent"u8, row.UserAgent);
            if (!row.Email.IsEmpty)
            {
                json.WriteStartObject("traits"u8);
                Text(json, "email"u8, row.Email);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteProperties(Utf8JsonWriter json, ref CsvRows rows)
    {
        json.WriteStartObject("properties"u8);
        var isSet = new HashSet<int>();
        foreach (var (column, property, name, style) in _sheet.Columns!.Properties)
        {
            var value = EventRow.InUsualStyle(MissingMark.Trimmed(rows[column]), style);
            if (MissingMark.Is(value))
            {
                CountMissing(_sheet.Table!.Header.Names[column]);
            }
            else if (!value.IsEmpty && isSet.Add(property))
            {
                Text(json, Encoding.UTF8.GetBytes(name), value);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Bytes that are not UTF-8 become U+FFFD.</summary>
    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            json.WriteString(name, Utf8.IsValid(value) ? value : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)));
        }
    }
}
