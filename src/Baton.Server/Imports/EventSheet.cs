using System.Text;

namespace Baton.Server.Imports;

/// <summary>A file of events whose shape is known and whose lines are still to be read: calls of Segment's tracking API as NDJSON, or a table as CSV.</summary>
internal sealed class EventSheet
{
    private EventSheet(InputFile input, CsvTable? table, EventColumns? columns)
    {
        (Input, Table, Columns) = (input, table, columns);
        DefaultName = Encoding.UTF8.GetBytes(NameOf(input.Name));
    }

    public InputFile Input { get; }

    /// <summary>Null for NDJSON.</summary>
    public CsvTable? Table { get; }

    /// <summary>Null for NDJSON, whose names are Segment's.</summary>
    public EventColumns? Columns { get; }

    /// <summary>What events are called where no column names them: after the file.</summary>
    public byte[] DefaultName { get; }

    /// <summary>What the columns were understood as; empty for NDJSON.</summary>
    public IReadOnlyList<ColumnMeaning> Meanings => Columns?.Meanings ?? [];

    /// <summary>What is odd about the file.</summary>
    public IEnumerable<string> Notes => Columns is { Event: < 0, Type: < 0 }
        ? [.. Table!.Header.Notes, $"No column names the event, so every row is the event \"{Encoding.UTF8.GetString(DefaultName)}\", after the file."]
        : Table?.Header.Notes ?? [];

    /// <param name="input">The file, from its beginning.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="numberOf">Knows which properties are wanted.</param>
    /// <param name="countLeads">How many of some ids are leads'.</param>
    /// <param name="problem">Why there is none, in words.</param>
    public static EventSheet? Open(
        InputFile input, ColumnChoices choices, EventColumns.NumberOf numberOf, Func<IReadOnlyList<string>, int> countLeads, out string? problem)
    {
        var shape = input.SniffShape();
        problem = FileProblem.OfShape(input.Name, shape)?.ToString();
        if (problem is not null)
        {
            return null;
        }

        if (shape == FileShape.Ndjson)
        {
            return new EventSheet(input, null, null);
        }

        if (!CsvTable.TryOpen(input, null, out var table, out var csvProblem))
        {
            problem = csvProblem.ToString();
            return null;
        }

        problem = EventColumns.TryUnderstand(table.Header.Names, choices, numberOf, countLeads, CsvSamples.Of(input, table), out var columns);
        return problem is null ? new EventSheet(input, table, columns) : null;
    }

    /// <summary>The file's name without folder and endings: <c>demo/won.csv.gz</c> is <c>won</c>.</summary>
    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf('.', 1);
        return end < 0 ? name : name[..end];
    }
}
