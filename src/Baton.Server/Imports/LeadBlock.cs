using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>The rows of one block of a file of leads as one thread has read them. Reused from block to block.</summary>
/// <param name="asked">How many columns the playbook asks about.</param>
internal sealed class LeadBlock(int asked)
{
    private readonly Utf8Arena _texts = new();
    private readonly List<(long Id, long Email, long Label, long Line)> _rows = [];
    private readonly List<int> _symbols = [];
    private byte[] _label = new byte[256];
    private int _labelLength;

    public int Count => _rows.Count;

    /// <summary>By asked column: how many values said in words that nothing is known.</summary>
    public long[] Missing { get; } = new long[asked];

    /// <summary>Empty where the row has none.</summary>
    public ReadOnlySpan<byte> IdOf(int row) => _texts[_rows[row].Id];

    /// <summary>The e-mail address as it compares; empty where the row has none.</summary>
    public ReadOnlySpan<byte> EmailOf(int row) => _texts[_rows[row].Email];

    /// <summary>Name and company; empty where the row has neither.</summary>
    public ReadOnlySpan<byte> LabelOf(int row) => _texts[_rows[row].Label];

    /// <summary>How many rows have fewer fields than the header, and the line of the first.</summary>
    public (long Count, long FirstLine) Short { get; private set; }

    public long LineOf(int row) => _rows[row].Line;

    /// <summary>The symbols of the row's asked columns.</summary>
    public ReadOnlySpan<int> SymbolsOf(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_symbols).Slice(row * asked, asked);

    public void Clear()
    {
        _texts.Clear();
        _rows.Clear();
        _symbols.Clear();
        Array.Clear(Missing);
        Short = default;
    }

    /// <summary>Adds the row that <paramref name="rows"/> stands on; the symbols of its asked columns follow.</summary>
    public void Add(ref CsvRows rows, LeadColumns columns)
    {
        if (rows.IsShort)
        {
            Short = (Short.Count + 1, Short.Count == 0 ? rows.Line : Short.FirstLine);
        }

        var id = _texts.Add(columns.Id < 0 ? default : MissingMark.IdOf(rows[columns.Id]));
        var email = _texts.Add(columns.Email < 0 ? default : LeadDirectory.NormalizeEmail(MissingMark.IdOf(rows[columns.Email])));
        _labelLength = 0;
        foreach (var column in columns.PersonName)
        {
            AppendToLabel(" "u8, Cell(ref rows, column));
        }

        AppendToLabel(", "u8, Cell(ref rows, columns.Company));
        _rows.Add((id, email, _texts.Add(_label.AsSpan(0, _labelLength)), rows.Line));
    }

    public void AddSymbol(int symbol) => _symbols.Add(symbol);

    /// <summary>A cell's text without white space around it; empty where there is no such column or the cell says that nothing is known.</summary>
    private static ReadOnlySpan<byte> Cell(ref CsvRows rows, int column)
    {
        var text = column < 0 ? default : MissingMark.Trimmed(rows[column]);
        return MissingMark.Is(text) ? default : text;
    }

    private void AppendToLabel(ReadOnlySpan<byte> separator, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_labelLength + separator.Length + text.Length > _label.Length)
        {
            Array.Resize(ref _label, 2 * (_labelLength + separator.Length + text.Length));
        }

        if (_labelLength > 0)
        {
            separator.CopyTo(_label.AsSpan(_labelLength));
            _labelLength += separator.Length;
        }

        text.CopyTo(_label.AsSpan(_labelLength));
        _labelLength += text.Length;
    }
}
