using Baton.Server.Intake;
using Baton.Server.Playbooks;

namespace Baton.Server.Imports;

/// <summary>A file to import whose columns are understood and whose rows are still to be read.</summary>
internal abstract class ImportFile
{
    private Import? _import;
    private readonly AddressCells _addresses = new();
    private long _short;

    /// <summary>What the columns were understood as; empty for NDJSON.</summary>
    public abstract IReadOnlyList<ColumnMeaning> Meanings { get; }

    /// <summary>By column: how many values said in words that nothing is known, as far as the file was read.</summary>
    public Dictionary<string, long> MissingMarks { get; } = [];

    /// <summary>What the user should know of how the file is read, one sentence each; the more of it was read, the more.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            foreach (var note in OwnNotes)
            {
                yield return note;
            }

            foreach (var (column, count) in MissingMarks)
            {
                yield return FormattableString.Invariant($"{column}: {count:N0} × \"unknown\" or the like read as missing.");
            }

            foreach (var note in _addresses.Notes)
            {
                yield return note;
            }

            if (_short > 0)
            {
                yield return FormattableString.Invariant($"{_short:N0} {(_short == 1 ? "row has" : "rows have")} fewer fields than the header; what they lack is read as blank.");
            }
        }
    }

    protected abstract IEnumerable<string> OwnNotes { get; }

    /// <param name="kind">What its rows are.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="input">The file, from its beginning; stays the caller's to dispose.</param>
    /// <param name="countLeads">How many of some ids are leads'.</param>
    /// <param name="playbook">Whose rules ask about leads.</param>
    /// <param name="problem">Why there is none, in words.</param>
    public static ImportFile? Understand(
        ImportKind kind, ColumnChoices choices, InputFile input, Func<IReadOnlyList<string>, int> countLeads, PublishedPlaybook playbook, out string? problem)
    {
        ImportFile? file = kind switch
        {
            ImportKind.Leads => LeadImport.Open(choices, input, playbook, out problem),
            ImportKind.Events => EventImport.Open(choices, input, countLeads, out problem),
            ImportKind.Deals => DealImport.Open(choices, input, out problem),
        };
        if (file is not null && UnknownColumn(file, choices) is { } unknown)
        {
            problem = unknown;
            return null;
        }

        return file;
    }

    /// <summary>Reads the rows a block at a time, once, each block when it is asked for, in the order of the file.</summary>
    /// <param name="import">Says when the rows' facts occurred, and under which ids they are kept.</param>
    /// <param name="reader">Gives the reader of calls by the playbook that holds when a block is read.</param>
    /// <exception cref="FileFailedException">The file turned out damaged; everything before that place was given out.</exception>
    public IEnumerable<IReadOnlyList<ImportRow>> Read(Import import, Func<CallReader> reader)
    {
        _import = import;
        return Blocks(reader);
    }

    /// <summary>The import that the rows are read for.</summary>
    protected Import Import => _import!;

    protected abstract IEnumerable<IReadOnlyList<ImportRow>> Blocks(Func<CallReader> reader);

    protected static IReadOnlyList<ImportRow> InOrder(List<ImportRow> rows, List<RejectedRow> rejected) =>
        rejected.Count == 0 ? rows : [.. rows.Concat(rejected.Select(row => new ImportRow.Wrong(row))).OrderBy(row => row.Line)];

    /// <inheritdoc cref="AddressCells.Read"/>
    protected string? AddressIn(string column, string text, long line) => _addresses.Read(column, text, line);

    protected void CountMissing(string column) => MissingMarks[column] = MissingMarks.GetValueOrDefault(column) + 1;

    protected void CountShort(in CsvRows row) => _short += row.IsShort ? 1 : 0;

    private static string? UnknownColumn(ImportFile file, ColumnChoices choices)
    {
        var columns = file.Meanings.Select(meaning => meaning.Column).ToList();
        var unknown = choices.Map.Keys.Except(columns, StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        return unknown is null ? null : $"--map speaks of a column \"{unknown}\" that is not in the file{Baton.Core.Documents.NearestWord.HintOrStop(unknown, columns)}";
    }
}
