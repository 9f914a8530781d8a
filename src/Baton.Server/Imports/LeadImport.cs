using System.Buffers;
using System.Text.Json;
using Baton.Core.Leads;
using Baton.Core.Scoring.Engine;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;

namespace Baton.Server.Imports;

/// <summary>
/// Reads a file of leads into calls of the kind <see cref="EventKind.Import"/>, which are kept as
/// <c>{"type":"import","userId":"K-101","traits":{"title":"Plant Manager","employees":"120"}}</c>. Every column is an attribute, but that of the id.
/// </summary>
internal sealed class LeadImport : ImportFile
{
    /// <summary>The system of the id that a row gets by which nobody could be known.</summary>
    private const string NoId = "import";

    private readonly LeadSheet _sheet;
    private readonly TextBuffer _cell = new();
    private readonly ArrayBufferWriter<byte> _json = new();

    private readonly PublishedPlaybook _playbook;
    private readonly string _fileName;

    private readonly UnreadCells _unread;

    private LeadImport(LeadSheet sheet, PublishedPlaybook playbook, string fileName) =>
        (_sheet, _playbook, _fileName, _unread) = (sheet, playbook, fileName, new UnreadCells(playbook.Scorer.Plan.Attributes));

    public override IReadOnlyList<ColumnMeaning> Meanings => _sheet.Columns.Meanings;

    protected override IEnumerable<string> OwnNotes =>
    [
        .. _sheet.Notes,
        .. _sheet.Columns is { Id: < 0, Email: < 0 } ? (string[])["No column is the lead's id or e-mail address, so every row is a lead of its own. Say which is the id with --id."] : [],
        .. NotGiven() is { Count: > 0 } absent ? (string[])[$"{_playbook.Scorer.Playbook.Name} asks about {string.Join(", ", absent)}, which no column of {_fileName} has."] : [],
        .. ScoreNotes.OfValues(_unread.Found),
    ];

    public static LeadImport? Open(ColumnChoices choices, InputFile input, PublishedPlaybook playbook, out string? problem)
    {
        if (input.SniffShape() != FileShape.Csv)
        {
            problem = $"{input.Name} is JSON. Leads are read from CSV; NDJSON is read as events.";
            return null;
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sheet = LeadSheet.Open(
            input, choices, (attribute, isId) => isId ? -1 : numbers.TryAdd(attribute, numbers.Count) ? numbers.Count - 1 : numbers[attribute], out problem);
        problem ??= OtherKind.OfLeads(input.Name, sheet!.Table.Header.Names, choices);
        return problem is null ? new LeadImport(sheet!, playbook, input.Name) : null;
    }

    /// <summary>What the playbook asks about and no column says. What rows say of the company is the account's, too.</summary>
    private List<string> NotGiven()
    {
        var given = _sheet.Columns.AskedColumns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return [.. _playbook.Scorer.Plan.Attributes.Properties.Where(attribute => !given.Contains(attribute)
            && !(attribute.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal) && given.Contains(attribute[AttributeName.AccountPrefix.Length..])))];
    }

    protected override IEnumerable<IReadOnlyList<ImportRow>> Blocks(Func<CallReader> reader) =>
        _sheet.Table.Each(rows => Parse(rows, reader())).Select(block => InOrder(block.Result, block.Rejected));

    private List<ImportRow> Parse(CsvRows rows, CallReader reader)
    {
        var read = new List<ImportRow>();
        while (rows.MoveNext())
        {
            CountShort(rows);
            Write(ref rows);
            read.Add(new ImportRow.OfLead(rows.Line, reader.Read(new StoredEvent(
                Import.EventIdOf(rows.Line),
                LeadId: default,
                AccountId: null,
                EventKind.Import,
                EventKind.Import.Name(),
                Import.TrueAsOf,
                Import.Started,
                EventMark.None,
                _json.WrittenSpan.ToArray()))));
        }

        return read;
    }

    private void Write(ref CsvRows rows)
    {
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json);
        var columns = _sheet.Columns;
        json.WriteStartObject();
        json.WriteString("type"u8, "import"u8);
        var id = columns.Id < 0 ? default : MissingMark.IdOf(rows[columns.Id]);
        var isKnown = !id.IsEmpty;
        if (isKnown)
        {
            json.WriteString("userId"u8, id);
        }

        json.WriteStartObject("traits"u8);
        var isSet = new HashSet<int>();
        foreach (var column in columns.AskedColumns)
        {
            var value = column.Read(_cell, rows[column.Column], out var isMark);
            if (column.Name == "email" && !value.IsEmpty)
            {
                value = AddressIn(columns.Names[column.Column], value.ToString(), rows.Line);
            }

            if (isMark)
            {
                CountMissing(columns.Names[column.Column]);
            }
            else if (!value.IsEmpty && isSet.Add(column.Attribute))
            {
                // Of two columns with one meaning, the first that says something holds.
                json.WriteString(column.Name, value);
                _unread.Look(column.Name, value);
                isKnown |= (column.Name == "email" && IdentityKey.Email(value.ToString()) is not null)
                    || (column.Name is "phone" or "mobilephone" && IdentityKey.Phone(value.ToString()) is not null);
            }
        }

        json.WriteEndObject();
        if (!isKnown)
        {
            // Nobody could be known again by this row; importing it again makes nobody new.
            json.WriteStartObject("context"u8);
            json.WriteStartArray("externalIds"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, NoId);
            json.WriteString("id"u8, Import.EventIdOf(rows.Line));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
