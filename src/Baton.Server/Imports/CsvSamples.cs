using System.Text;

namespace Baton.Server.Imports;

/// <summary>The first values of each column of a table, without those that stand for nothing: from them it is seen how the columns are written.</summary>
internal sealed class CsvSamples
{
    private const int MostRows = 1_000;

    private readonly List<string>[] _values;
    private readonly CellStyle[] _styles;

    private CsvSamples(List<string>[] values, char delimiter) => (_values, _styles) = (values, CellStyles.Of(values, delimiter));

    /// <summary>A column's values, in the order of the file.</summary>
    public IReadOnlyList<string> this[int column] => _values[column];

    public CellStyle StyleOf(int column) => _styles[column];

    /// <summary>Looks at the first rows, without reading them.</summary>
    public static CsvSamples Of(InputFile input, CsvTable table)
    {
        var values = table.Header.Names.Select(_ => new List<string>()).ToArray();
        var head = input.Head;
        if (head.Length == InputFile.HeadSize)
        {
            head = head[..LineEnds.BehindLast(head)];
        }

        var records = new CsvRecords(head, table.Dialect.Delimiter, firstLine: 1, new List<RejectedRow>());
        for (var row = 0; row < MostRows && records.MoveNext(); row++)
        {
            for (var column = 0; column < Math.Min(values.Length, records.Count); column++)
            {
                if (Encoding.UTF8.GetString(records[column]).Trim() is { Length: > 0 } value && !MissingMark.Is(value))
                {
                    values[column].Add(value);
                }
            }
        }

        return new CsvSamples(values, table.Dialect.Delimiter);
    }
}
