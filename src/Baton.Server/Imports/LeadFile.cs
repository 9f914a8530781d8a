using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Reads a CSV file of leads, one a row.</summary>
internal sealed class LeadFile
{
    private readonly CsvTable _table;
    private readonly FactTableBuilder _builder;
    private readonly List<(long Line, long First)> _joined = [];

    private LeadFile(CsvTable table, LeadColumns columns, FactTableBuilder builder) => (_table, Columns, _builder) = (table, columns, builder);

    public LeadColumns Columns { get; }

    public LeadDirectory Leads { get; } = new();

    /// <summary>What is odd about the file.</summary>
    public IEnumerable<string> Notes => [.. _table.Header.Notes, .. Columns.Notes, .. JoinedNotes];

    /// <summary>Rows with a lead that an earlier row has too, by id or e-mail address.</summary>
    public long Repeated { get; private set; }

    /// <summary>Rows read, header, blank and rejected ones excluded.</summary>
    public long Rows { get; private set; }

    /// <summary>By column: how many values said in words that nothing is known.</summary>
    public Dictionary<string, long> MissingMarks { get; } = [];

    public static LeadFile? Open(InputFile input, ColumnChoices choices, FactTableBuilder builder, out string? problem)
    {
        if (input.SniffShape() != FileShape.Csv)
        {
            problem = $"{input.Name} is JSON. Leads are read from CSV; --events reads NDJSON.";
            return null;
        }

        if (!CsvTable.TryOpen(input, null, out var table, out var csvProblem))
        {
            problem = csvProblem.ToString();
            return null;
        }

        problem = LeadColumns.TryUnderstand(table.Header.Names, choices, builder, CsvSamples.Of(input, table), out var columns);
        return problem is null ? new LeadFile(table, columns, builder) : null;
    }

    /// <summary>Reads every row into the builder.</summary>
    /// <exception cref="FileFailedException">The file turned out damaged.</exception>
    public void Read(Action<RejectedRow> reject, int workers, CancellationToken cancel) =>
        _table.Read(Parse, Merge, reject, workers, cancel);

    private LeadBlock Parse(CsvRows rows)
    {
        var block = new LeadBlock(Columns.AskedColumns.Length);
        var cell = new TextBuffer();
        while (rows.MoveNext())
        {
            IdIndex.Key? id = Columns.Id >= 0 && Text(ref rows, Columns.Id) is { } text ? IdIndex.Key.Of(text) : null;
            IdIndex.Key? email = Columns.Email >= 0 && Text(ref rows, Columns.Email) is { } address ? IdIndex.Key.Of(LeadDirectory.NormalizeEmail(address)) : null;
            block.Rows.Add(new LeadRow(id, email, LabelOf(ref rows), rows.Line));
            for (var i = 0; i < Columns.AskedColumns.Length; i++)
            {
                var asked = Columns.AskedColumns[i];
                var value = cell.Trimmed(rows[asked.Column]);
                if (MissingMark.Is(value))
                {
                    block.Missing[i]++;
                    value = [];
                }
                else if (asked.Style != CellStyle.Usual)
                {
                    value = asked.Style.ToUsual(value.ToString());
                }

                block.Symbols.Add(_builder.SymbolOf(asked.Attribute, value));
            }
        }

        return block;
    }

    private IEnumerable<string> JoinedNotes
    {
        get
        {
            const int MostShown = 5;
            if (_joined.Count > 0)
            {
                var shown = string.Join(", ", _joined.Take(MostShown).Select(j => FormattableString.Invariant($"line {j.Line} to line {j.First}")));
                yield return FormattableString.Invariant($"{_joined.Count:N0} {(_joined.Count == 1 ? "row has another id, but the" : "rows have other ids, but an")} e-mail address of a lead above and {(_joined.Count == 1 ? "is" : "are")} joined to it: {shown}{(_joined.Count > MostShown ? ", …" : "")}.");
            }
        }
    }

    private static string? Text(ref CsvRows rows, int column) => rows.Text(column).Trim() is { Length: > 0 } text && !MissingMark.Is(text) ? text : null;

    private string? LabelOf(ref CsvRows rows)
    {
        string? name = null;
        foreach (var column in Columns.PersonName)
        {
            name = Text(ref rows, column) is { } part ? (name is null ? part : $"{name} {part}") : name;
        }

        var company = Columns.Company < 0 ? null : Text(ref rows, Columns.Company);
        return name is null ? company : company is null ? name : $"{name}, {company}";
    }

    private void Merge(LeadBlock block)
    {
        var asked = Columns.AskedColumns;
        for (var i = 0; i < asked.Length; i++)
        {
            if (block.Missing[i] > 0)
            {
                var column = Columns.Names[asked[i].Column];
                MissingMarks[column] = MissingMarks.GetValueOrDefault(column) + block.Missing[i];
            }
        }

        for (var row = 0; row < block.Rows.Count; row++)
        {
            Rows++;
            var lead = LeadOf(block.Rows[row]);

            // Of two columns with one meaning the first is set last, and so holds.
            for (var i = asked.Length - 1; i >= 0; i--)
            {
                _builder.Set(lead, asked[i].Attribute, block.Symbols[(row * asked.Length) + i]);
            }
        }
    }

    /// <summary>The lead of the row: one that is known by the id, else by the e-mail address, else a new one.</summary>
    private int LeadOf(LeadRow row)
    {
        var lead = row.Id is { } id ? Leads.Find(id) : -1;
        lead = lead < 0 && row.Email is { } email ? Leads.Find(email) : lead;
        if (lead >= 0)
        {
            Repeated++;
            if (row.Id is { } other && other.Text != Leads.IdOf(lead) && Leads.Find(other) < 0)
            {
                _joined.Add((row.Line, Leads.LineOf(lead)));
            }
        }
        else
        {
            lead = _builder.AddLead();
            Leads.Add(lead, row.Id?.Text ?? row.Email?.Text ?? FormattableString.Invariant($"line {row.Line}"), row.Label, row.Line);
        }

        foreach (var name in (ReadOnlySpan<IdIndex.Key?>)[row.Id, row.Email])
        {
            if (name is { } known)
            {
                Leads.AddName(lead, known);
            }
        }

        return lead;
    }

    private readonly record struct LeadRow(IdIndex.Key? Id, IdIndex.Key? Email, string? Label, long Line);

    /// <summary>The rows of one block, with the symbols of the asked columns, row after row.</summary>
    private sealed class LeadBlock(int asked)
    {
        public List<LeadRow> Rows { get; } = [];

        public List<int> Symbols { get; } = [];

        public long[] Missing { get; } = new long[asked];
    }
}
