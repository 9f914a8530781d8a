namespace Baton.Server.Imports;

/// <summary>A CSV file of leads, one a row, whose columns are understood and whose rows are still to be read.</summary>
internal sealed record LeadSheet(CsvTable Table, LeadColumns Columns)
{
    /// <summary>What is odd about the header.</summary>
    public IEnumerable<string> Notes => [.. Table.Header.Notes, .. Columns.Notes];

    /// <param name="input">The file, from its beginning.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="numberOf">Knows which attributes are wanted.</param>
    /// <param name="problem">Why there is none, in words.</param>
    public static LeadSheet? Open(InputFile input, ColumnChoices choices, LeadColumns.NumberOf numberOf, out string? problem)
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

        problem = LeadColumns.TryUnderstand(table.Header.Names, choices, numberOf, CsvSamples.Of(input, table), out var columns);
        return problem is null ? new LeadSheet(table, columns) : null;
    }
}
