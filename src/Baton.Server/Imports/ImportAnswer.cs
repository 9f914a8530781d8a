using NodaTime;

namespace Baton.Server.Imports;

/// <summary>A file that is imported, and how far it has come.</summary>
/// <param name="Id">The import's id.</param>
/// <param name="Kind">What the rows are: `leads`, `events` or `deals`.</param>
/// <param name="File">What the file is called.</param>
/// <param name="State">`uploading`, `waiting` (for somebody who looks at how it would be read, in the pages), `running`, `done`, `failed` or `stopped` (by somebody, in the pages).</param>
/// <param name="Problem">Why it failed, and what to do.</param>
/// <param name="Progress">How much of the file is done, from 0 to 1.</param>
/// <param name="Accepted">Rows that said something new.</param>
/// <param name="Known">Rows of which all was known already.</param>
/// <param name="Rejected">Rows that cannot be read. They are listed below `/rejected`.</param>
/// <param name="Joined">Of rows of leads with an id of their own: those that have the e-mail address of a lead with another id, and are joined to it.</param>
/// <param name="Notes">What else there is to know of how the file was read, one sentence each, once it is read to its end.</param>
/// <param name="Repeats">The import of this very file, read in the same way, that had come to its end before: what came in then is known and stays as it is. Null where there is none.</param>
/// <param name="AsOf">As of when the file is true: what is known as of later stays.</param>
/// <param name="Started">When its import began.</param>
/// <param name="Finished">When it ended; null while it goes on.</param>
/// <param name="By">Who sent it.</param>
internal sealed record ImportAnswer(
    Guid Id, string Kind, string File, string State, string? Problem, double Progress, long Accepted, long Known, long Rejected, long Joined, IReadOnlyList<string> Notes, Guid? Repeats, Instant AsOf, Instant Started, Instant? Finished, string By)
{
    public static ImportAnswer Of(Import import) => new(
        import.Id,
        import.Kind.Name(),
        import.FileName,
        import.State.Name(),
        import.Problem is { } problem ? InWordsOfTheApi(problem) : null,
        import.State == ImportState.Done ? 1 : import.Bytes == 0 ? 0 : Math.Round(Math.Min(1, (double)import.BytesRead / import.Bytes), 3),
        import.Accepted,
        import.Repeated,
        import.Rejected,
        import.Joined,
        [.. import.Notes.Select(InWordsOfTheApi)],
        import.Repeats,
        import.TrueAsOf,
        import.Started,
        import.Finished,
        import.StartedBy);

    /// <summary>What is said of a file, with the names that parameters have here instead of the command line's.</summary>
    public static string InWordsOfTheApi(string words) =>
        words.Replace("`baton import ", "`kind=", StringComparison.Ordinal).Replace("--map", "`map`", StringComparison.Ordinal).Replace("--id", "`id`", StringComparison.Ordinal).Replace("--as-of", "`asOf`", StringComparison.Ordinal);
}

/// <summary>How a file would be read.</summary>
/// <param name="Kind">What the rows are: `leads`, `events` or `deals`.</param>
/// <param name="Columns">What the columns are understood as.</param>
/// <param name="Notes">What else there is to know, one sentence each.</param>
/// <param name="Rows">The first rows as they would be read.</param>
/// <param name="Read">How many rows were looked at, those that cannot be read included.</param>
/// <param name="IsWhole">True where that is the whole file.</param>
/// <param name="Repeated">Of the rows looked at: with a lead, an event or a deal that an earlier row has, too.</param>
/// <param name="Rejected">Of the rows looked at: those that cannot be read.</param>
/// <param name="Reasons">Why they cannot, the most frequent first.</param>
internal sealed record ImportPreviewAnswer(
    string Kind, IReadOnlyList<ColumnMeaning> Columns, IReadOnlyList<string> Notes, IReadOnlyList<PreviewRowAnswer> Rows, long Read, bool IsWhole, long Repeated, long Rejected, IReadOnlyList<RejectionAnswer> Reasons)
{
    public static ImportPreviewAnswer Of(ImportKind kind, ImportPreview preview) => new(
        kind.Name(),
        preview.Columns,
        [.. preview.Notes.Select(ImportAnswer.InWordsOfTheApi)],
        [.. preview.Rows.Select(row => new PreviewRowAnswer(row.Line, row.Values.DistinctBy(value => value.Key).ToDictionary()))],
        preview.Read,
        preview.IsWhole,
        preview.Repeated,
        preview.Rejected.Count,
        [.. preview.Rejected.ByReason.Select(reason => new RejectionAnswer(reason.Count, reason.First.Line, reason.First.Reason))]);
}

/// <summary>A row as it would be read.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Values">What it says, by attribute or property.</param>
internal sealed record PreviewRowAnswer(long Line, IReadOnlyDictionary<string, string> Values);

/// <summary>Why rows cannot be read.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstLine">Where the first of them begins.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record RejectionAnswer(long Count, long FirstLine, string Reason);
