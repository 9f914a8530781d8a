using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Deals;
using Baton.Server.Intake;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>Reads a CSV file of deals, as HubSpot, Salesforce and others export them.</summary>
internal sealed class DealImport : ImportFile
{
    /// <summary>Of a column that is no stage there may be as many values as rows.</summary>
    private const int MostStages = 1_000;

    private const int MostStagesShown = 20;

    private readonly CsvTable _table;
    private readonly DealColumns _columns;
    private readonly Dictionary<string, DealState> _stages = new(StringComparer.Ordinal);

    private DealImport(CsvTable table, DealColumns columns) => (_table, _columns) = (table, columns);

    public override IReadOnlyList<ColumnMeaning> Meanings => _columns.Meanings;

    protected override IEnumerable<string> OwnNotes =>
    [
        .. _table.Header.Notes,
        .. _columns is { Stage: < 0, WonAt: < 0 } ? (string[])["No column says whether a deal was won or lost, so all are read as open. Say which one does with --map column=stage."] : [],
        .. _stages.Count > 0 ? (string[])[$"{_table.Header.Names[_columns.Stage]}: {StagesRead()}."] : [],
    ];

    public static DealImport? Open(ColumnChoices choices, InputFile input, out string? problem)
    {
        if (input.SniffShape() != FileShape.Csv)
        {
            problem = $"{input.Name} is JSON. Deals are read from CSV; NDJSON is read as events.";
            return null;
        }

        if (!CsvTable.TryOpen(input, null, out var table, out var csvProblem))
        {
            problem = csvProblem.ToString();
            return null;
        }

        problem = DealColumns.TryUnderstand(table.Header.Names, choices, CsvSamples.Of(input, table), out var columns)
            ?? OtherKind.OfDeals(input.Name, table.Header.Names, choices, columns);
        return problem is null ? new DealImport(table, columns) : null;
    }

    protected override IEnumerable<IReadOnlyList<ImportRow>> Blocks(Func<CallReader> reader) =>
        _table.Each(rows => Parse(rows, reader())).Select(block => InOrder(block.Result, block.Rejected));

    private List<ImportRow> Parse(CsvRows rows, CallReader reader)
    {
        var read = new List<ImportRow>();
        while (rows.MoveNext())
        {
            CountShort(rows);
            if (ReadDeal(ref rows, out var deal) is { } problem)
            {
                rows.Reject(problem);
            }
            else
            {
                read.Add(new ImportRow.OfDeal(WordOf(ref rows, deal!, reader)));
            }
        }

        return read;
    }

    /// <returns>What is wrong with the row, or null.</returns>
    private string? ReadDeal(ref CsvRows rows, out Deal? deal)
    {
        deal = null;
        var id = Encoding.UTF8.GetString(_columns.Id < 0 ? default : MissingMark.IdOf(rows[_columns.Id]));
        if (id.Length == 0)
        {
            return "has no id of the deal";
        }

        if (TryAmount(Text(ref rows, _columns.Amount), out var amount, out var currency) is { } wrong)
        {
            return wrong;
        }

        // Where a column says what the amounts are in, that counts; people put signs there, too.
        var said = Text(ref rows, _columns.Currency);
        if (said.Length > 0)
        {
            if (Currencies.CodeOrNull(said) is not { } code)
            {
                return $"has a currency that is not in ISO 4217: {said.Shortened()}";
            }

            currency = code;
        }

        var wrongCreated = TryTime(ref rows, _columns.Created, out var created);
        var wrongClosed = TryTime(ref rows, _columns.Closed, out var closed);
        var wrongWon = TryTime(ref rows, _columns.WonAt, out var won);
        if ((wrongCreated ?? wrongClosed ?? wrongWon) is { } wrongDate)
        {
            return wrongDate;
        }

        var stage = Text(ref rows, _columns.Stage);
        var state = _columns.Stage >= 0 ? ReadStage(stage) : won is not null ? DealState.Won : DealState.Open;
        deal = new Deal
        {
            Id = Import.EventIdOf(rows.Line),
            ExternalId = id,
            Name = OrNull(Text(ref rows, _columns.Name)),
            Amount = amount,
            Currency = currency,
            State = state,
            Reason = OrNull(Text(ref rows, _columns.Reason)),
            Created = created,
            // What is open has a date on which somebody hopes to close it.
            Closed = state == DealState.Open ? null : won ?? closed,
            Said = Import.TrueAsOf,
        };
        return null;
    }

    private DealState ReadStage(string stage)
    {
        var state = StageWords.StateOf(stage);
        if (_stages.Count < MostStages)
        {
            _stages.TryAdd(stage, state);
        }

        return state;
    }

    /// <summary>How each stage was read, those that end a deal first: they are few, and a slip in them does most harm.</summary>
    private string StagesRead()
    {
        var shown = _stages.OrderByDescending(stage => stage.Value != DealState.Open).Take(MostStagesShown)
            .Select(stage => $"{(stage.Key.Length == 0 ? "blank" : stage.Key.Shortened())} → {stage.Value.Name()}");
        var more = _stages.Count > MostStagesShown ? FormattableString.Invariant($", and {(_stages.Count == MostStages ? "at least " : "")}{_stages.Count - MostStagesShown:N0} more") : "";
        return string.Join(", ", shown) + more;
    }

    private DealWord WordOf(ref CsvRows rows, Deal deal, CallReader reader)
    {
        // HubSpot gives several contacts with semicolons between: 101;102.
        var ids = Text(ref rows, _columns.LeadId).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var email = AddressOf(ref rows);
        var (account, website) = (Text(ref rows, _columns.Account), Text(ref rows, _columns.Website));
        var people = ids.SelectMany(id => new[] { IdentityKey.User(id), IdentityKey.Email(id) }).Append(email).OfType<IdentityKey>().Distinct().ToImmutableArray();
        var domain = Domains.OfWebsite(website) ?? (email is { } known ? Domains.OfAddress(known.Value) : null);
        ImmutableArray<AccountKey> company =
        [
            .. domain is null || FreeMail.IsProvider(domain) ? [] : (AccountKey[])[AccountKey.Domain(domain)],
            .. account.Length == 0 ? [] : (AccountKey[])[AccountKey.Name(account)],
        ];
        var introduction = email is null ? null : IntroductionOf(rows.Line, email.Value.Value, ids is [var one] ? one : null, account, website, reader);
        return new DealWord(rows.Line, deal, people, introduction, company, ids.Length > 0 ? ids[0] : "", rows.Raw);
    }

    private Call IntroductionOf(long line, string email, string? id, string account, string website, CallReader reader)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "import"u8);
            if (id is not null)
            {
                writer.WriteString("userId"u8, id);
            }

            writer.WriteStartObject("traits"u8);
            writer.WriteString("email"u8, email);
            if (account.Length > 0)
            {
                writer.WriteString("company"u8, account);
            }

            if (website.Length > 0)
            {
                writer.WriteString("website"u8, website);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return reader.Read(new StoredEvent(
            Import.EventIdOf(line), LeadId: default, AccountId: null, EventKind.Import, EventKind.Import.Name(), Import.TrueAsOf, Import.Started, EventMark.None, json.WrittenSpan.ToArray()));
    }

    /// <summary>A contact may be there with the name alone; that is no slip.</summary>
    private IdentityKey? AddressOf(ref CsvRows rows)
    {
        var text = Text(ref rows, _columns.Email);
        if (text.Length == 0)
        {
            return null;
        }

        var name = _table.Header.Names[_columns.Email];
        return text.Contains('@', StringComparison.Ordinal) || name.Contains("mail", StringComparison.OrdinalIgnoreCase)
            ? IdentityKey.Email(AddressIn(name, text, rows.Line))
            : null;
    }

    private string? TryAmount(string text, out long? hundredths, out string? currency)
    {
        (hundredths, currency) = (null, null);
        if (text.Length == 0)
        {
            return null;
        }

        if (!Amount.TryParse(_columns.StyleOf(_columns.Amount).ToUsual(text), out var amount))
        {
            return $"has an amount that is no number: {text.Shortened()}";
        }

        if (!Money.IsAmount(amount.Number))
        {
            return $"has an amount that is not {Money.Range}: {text.Shortened()}";
        }

        (hundredths, currency) = ((long)Math.Round(amount.Number * 100, MidpointRounding.AwayFromZero), amount.Currency);
        return null;
    }

    private string? TryTime(ref CsvRows rows, int column, out Instant? time)
    {
        time = null;
        var text = Text(ref rows, column);
        if (text.Length == 0)
        {
            return null;
        }

        if (!EventTime.TryParse(Encoding.UTF8.GetBytes(_columns.StyleOf(column).ToUsual(text)), out var milliseconds))
        {
            return $"has a date that does not exist: {_table.Header.Names[column]} = {text.Shortened()}";
        }

        time = Instant.FromUnixTimeMilliseconds(milliseconds);
        return null;
    }

    /// <summary>A cell's text; empty where there is no such column, and where it says that nothing is known.</summary>
    private string Text(ref CsvRows rows, int column)
    {
        var text = column < 0 ? default : MissingMark.Trimmed(rows[column]);
        if (!MissingMark.Is(text))
        {
            return Encoding.UTF8.GetString(text).Replace("\0", "", StringComparison.Ordinal);
        }

        CountMissing(_table.Header.Names[column]);
        return "";
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
