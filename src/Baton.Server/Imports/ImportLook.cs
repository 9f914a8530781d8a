using Baton.Core.Documents;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;

namespace Baton.Server.Imports;

/// <summary>A file that waits, as somebody looks at it.</summary>
/// <param name="Columns">Its first columns; none of NDJSON, whose names are Segment's.</param>
/// <param name="Further">How many more columns it has.</param>
/// <param name="Asked">The attributes that the playbook asks about, beside those that every file may have.</param>
/// <param name="Preview">How it would be read; null where it cannot be.</param>
/// <param name="Problem">Why it cannot be read so.</param>
public sealed record ImportLook(IReadOnlyList<LookedColumn> Columns, int Further, IReadOnlyList<string> Asked, ImportPreview? Preview, string? Problem);

/// <summary>A column of a file that waits.</summary>
/// <param name="Number">Its place, from 0.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Samples">Its first values.</param>
/// <param name="Own">What Baton takes it for where nobody says anything; empty where it does not know it.</param>
/// <param name="Chosen">What somebody has said that it is; null where nobody has.</param>
/// <param name="Note">How its values are read, where that is not the usual way.</param>
public sealed record LookedColumn(int Number, string Name, IReadOnlyList<string> Samples, string Own, string? Chosen, string? Note);

/// <summary>Looks at files that wait.</summary>
internal sealed class ImportLooks(IDatabase database, ImportDesk desk, PlaybookShelf shelf)
{
    /// <summary>The most columns of which somebody can say what they are; more make no page.</summary>
    public const int MostColumns = 200;

    private const int SamplesShown = 3;
    private const int LongestSample = 80;

    /// <summary>A file as it would be read.</summary>
    public async Task<ImportLook> AtAsync(Import import, CancellationToken cancel)
    {
        var beginning = await desk.BeginningAsync(import, cancel);
        var (preview, problem) = await desk.PreviewAsync(import, beginning, cancel);
        await using var connection = await database.OpenReadAsync(cancel);
        var asked = import.Kind == ImportKind.Leads
            ? shelf.Current(connection, import.WorkspaceId).Scorer.Plan.Attributes.Properties.Where(name => ColumnWords.Of(ImportKind.Leads).All(word => word.Value != name)).Order(StringComparer.Ordinal).ToList()
            : [];
        if (!beginning.TryOpen(out var input, out _))
        {
            return new ImportLook([], 0, asked, preview, problem);
        }

        using (input)
        {
            if (input.SniffShape() != FileShape.Csv || !CsvTable.TryOpen(input, null, out var table, out _))
            {
                return new ImportLook([], 0, asked, preview, problem);
            }

            var (names, samples) = (table.Header.Names, CsvSamples.Of(input, table));
            var (own, said) = (Understood(ColumnChoices.None), Understood(import.Choices));
            var columns = names.Take(MostColumns).Select((name, number) => new LookedColumn(
                number,
                name,
                [.. samples[number].Distinct(StringComparer.Ordinal).Take(SamplesShown).Select(value => value.Shortened(LongestSample))],
                own.ElementAtOrDefault(number)?.Meaning ?? "",
                ChosenOf(import.Choices, name),
                said.ElementAtOrDefault(number)?.Note));
            return new ImportLook([.. columns], Math.Max(0, names.Count - MostColumns), asked, preview, problem);

            IReadOnlyList<ColumnMeaning> Understood(ColumnChoices choices)
            {
                switch (import.Kind)
                {
                    case ImportKind.Leads:
                        LeadColumns.TryUnderstand(names, choices, (_, isId) => isId ? -1 : 0, samples, out var leads);
                        return leads.Meanings;
                    case ImportKind.Events:
                        EventColumns.TryUnderstand(names, choices, (_, isTaken) => isTaken ? -1 : 0, ids => LeadTable.CountUsers(connection, import.WorkspaceId, ids), samples, out var events);
                        return events.Meanings;
                    case ImportKind.Deals:
                        DealColumns.TryUnderstand(names, choices, samples, out var deals);
                        return deals.Meanings;
                    default:
                        throw new InvalidOperationException($"{import.Kind} is no kind of import.");
                }
            }
        }
    }

    /// <summary>The names of a file's columns, in their order.</summary>
    public IReadOnlyList<string> ColumnsOf(Import import)
    {
        if (!InputFile.TryOpen(import.FileName, new UploadedStream(database, import), import.Bytes, out var input, out _))
        {
            return [];
        }

        using (input)
        {
            return input.SniffShape() == FileShape.Csv && CsvTable.TryOpen(input, null, out var table, out _) ? table.Header.Names : [];
        }
    }

    private static string? ChosenOf(ColumnChoices choices, string column) =>
        string.Equals(choices.Id, column, StringComparison.OrdinalIgnoreCase) ? ColumnWords.Id : choices.MeaningOf(column);
}
