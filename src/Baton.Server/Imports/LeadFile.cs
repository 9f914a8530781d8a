using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>Reads a CSV file of leads, one a row.</summary>
internal sealed class LeadFile
{
    private readonly LeadSheet _sheet;
    private readonly FactTableBuilder _builder;
    private readonly ConcurrentBag<LeadBlock> _blocks = [];
    private readonly List<(long Line, long First)> _joined = [];
    private (long Count, long FirstLine) _short;

    private LeadFile(LeadSheet sheet, FactTableBuilder builder) => (_sheet, _builder) = (sheet, builder);

    public LeadColumns Columns => _sheet.Columns;

    public LeadDirectory Leads { get; } = new();

    /// <summary>What is odd about the file.</summary>
    public IEnumerable<string> Notes => [.. _sheet.Notes, .. ShortNotes, .. JoinedNotes];

    /// <summary>Rows with a lead that an earlier row has too, by id or e-mail address.</summary>
    public long Repeated { get; private set; }

    /// <summary>Rows read, header, blank and rejected ones excluded.</summary>
    public long Rows { get; private set; }

    /// <summary>By column: how many values said in words that nothing is known.</summary>
    public Dictionary<string, long> MissingMarks { get; } = [];

    public static LeadFile? Open(InputFile input, ColumnChoices choices, FactTableBuilder builder, out string? problem)
    {
        var sheet = LeadSheet.Open(input, choices, (attribute, _) => builder.FindAttribute(attribute), out problem);
        return sheet is null ? null : new LeadFile(sheet, builder);
    }

    /// <summary>Reads every row into the builder.</summary>
    /// <exception cref="FileFailedException">The file turned out damaged.</exception>
    public void Read(Action<RejectedRow> reject, int workers, CancellationToken cancel) =>
        _sheet.Table.Read(Parse, Merge, reject, workers, cancel);

    private LeadBlock Parse(CsvRows rows)
    {
        var block = _blocks.TryTake(out var used) ? used : new LeadBlock(Columns.AskedColumns.Length);
        var cell = new TextBuffer();
        while (rows.MoveNext())
        {
            block.Add(ref rows, Columns);
            for (var i = 0; i < Columns.AskedColumns.Length; i++)
            {
                var asked = Columns.AskedColumns[i];
                var value = asked.Read(cell, rows[asked.Column], out var isMark);
                block.Missing[i] += isMark ? 1 : 0;
                block.AddSymbol(_builder.SymbolOf(asked.Attribute, value));
            }
        }

        return block;
    }

    private IEnumerable<string> ShortNotes => _short.Count == 0 ? [] :
    [
        FormattableString.Invariant($"{_short.Count:N0} {(_short.Count == 1 ? "row has" : "rows have")} fewer fields than the header, the first on line {_short.FirstLine}; what they lack is read as blank."),
    ];

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

        if (block.Short.Count > 0)
        {
            _short = (_short.Count + block.Short.Count, _short.Count == 0 ? block.Short.FirstLine : _short.FirstLine);
        }

        for (var row = 0; row < block.Count; row++)
        {
            Rows++;
            var lead = LeadOf(block, row);
            var symbols = block.SymbolsOf(row);

            // Of two columns with one meaning the first is set last, and so holds.
            for (var i = asked.Length - 1; i >= 0; i--)
            {
                _builder.Set(lead, asked[i].Attribute, symbols[i]);
            }
        }

        block.Clear();
        _blocks.Add(block);
    }

    /// <summary>The lead of the row: one that is known by the id, else by the e-mail address, else a new one.</summary>
    private int LeadOf(LeadBlock block, int row)
    {
        var id = block.IdOf(row);
        var email = block.EmailOf(row);
        var lead = id.IsEmpty ? -1 : Leads.Find(id);
        var isKnownById = lead >= 0;
        lead = lead < 0 && !email.IsEmpty ? Leads.Find(email) : lead;
        if (lead >= 0)
        {
            Repeated++;
            if (!isKnownById && !id.IsEmpty)
            {
                _joined.Add((block.LineOf(row), Leads.LineOf(lead)));
            }
        }
        else
        {
            var name = !id.IsEmpty ? id : !email.IsEmpty ? email : Encoding.UTF8.GetBytes(FormattableString.Invariant($"line {block.LineOf(row)}"));
            lead = _builder.AddLead(Hash64.Of(name));
            Leads.Add(lead, name, block.LabelOf(row), block.LineOf(row));
        }

        Leads.AddName(lead, id);
        Leads.AddName(lead, email);
        return lead;
    }
}
