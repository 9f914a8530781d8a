using Baton.Server.Deals;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>
/// Imports a file through the one door, batch by batch. How far it has come is written in the transaction of each batch, so that whoever goes on with
/// it, after a crash or on another node, neither repeats nor leaves out a row.
/// </summary>
internal sealed class ImportRunner(IDatabase database, Door door, PlaybookShelf shelf, IClock clock)
{
    private const int RowsAtOnce = 1_000;
    private const int MostTries = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Who this is among all who import.</summary>
    public Guid Holder { get; } = Guid.CreateVersion7(clock.GetCurrentInstant().ToDateTimeOffset());

    /// <summary>Begins an import of a file that stays where it is, or goes on with one that was not finished.</summary>
    /// <returns>Null where somebody else imports this very file at this moment.</returns>
    public Task<Import?> BeginAsync(Import import, CancellationToken cancel) => database.WriteAsync<Import?>(
        transaction =>
        {
            var now = clock.GetCurrentInstant();
            if (ImportTable.FindOpen(transaction, import.WorkspaceId, import.Fingerprint, isUploaded: false) is { } open)
            {
                return ImportTable.Take(transaction, import.WorkspaceId, open.Id, Holder, now);
            }

            var dated = ImportTable.Dated(transaction, import);
            ImportTable.Add(transaction, dated, Holder, now + ImportTable.Patience);
            return dated;
        },
        cancel);

    /// <summary>Understands a file.</summary>
    public async Task<(ImportFile? File, string? Problem)> OpenAsync(Guid workspaceId, ImportKind kind, ColumnChoices choices, InputFile input, CancellationToken cancel)
    {
        // Only a file of events with a column that is called `id` and nothing more asks how many are leads'.
        await using var connection = await database.OpenReadAsync(cancel);
        var playbook = shelf.Current(connection, workspaceId);
        var file = ImportFile.Understand(kind, choices, input, ids => LeadTable.CountUsers(connection, workspaceId, ids), playbook, out var problem);
        return (file, problem);
    }

    /// <summary>Imports what is not imported yet.</summary>
    /// <param name="import">Taken by this runner.</param>
    /// <param name="input">The file, from its beginning.</param>
    /// <param name="file">What is understood of it.</param>
    /// <param name="cancel">Stops between two batches; the import can be gone on with.</param>
    /// <returns>The import as it ended.</returns>
    /// <exception cref="ImportTakenException">Somebody else has gone on with it.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written. The import can be gone on with.</exception>
    public async Task<Import> RunAsync(Import import, InputFile input, ImportFile file, CancellationToken cancel)
    {
        using var blocks = file.Read(import, () => new CallReader(shelf.CurrentAsync(database, import.WorkspaceId, cancel).GetAwaiter().GetResult())).GetEnumerator();
        var held = clock.GetCurrentInstant();
        try
        {
            while (blocks.MoveNext())
            {
                // What was imported before is read again, which may take long, and nothing else says meanwhile that this runner lives.
                if (clock.GetCurrentInstant() is var now && now - held > ImportTable.Patience / 3)
                {
                    held = now;
                    await HoldAsync(import, now + ImportTable.Patience, cancel);
                }

                foreach (var batch in blocks.Current.Chunk(RowsAtOnce))
                {
                    cancel.ThrowIfCancellationRequested();
                    if (batch[^1].Line > import.Line)
                    {
                        import = await AdmitAsync(import, [.. batch.Where(row => row.Line > import.Line)], input.BytesRead, cancel);
                    }
                }
            }
        }
        catch (FileFailedException damage)
        {
            await FinishAsync(import, ImportState.Failed, damage.Message, CancellationToken.None);
            throw;
        }

        return await FinishAsync(import with { Notes = [.. file.Notes] }, ImportState.Done, problem: null, cancel);
    }

    /// <summary>Takes an uploaded import that nobody works on.</summary>
    /// <returns>Null where somebody else was faster.</returns>
    public Task<Import?> TakeAsync(Guid workspaceId, Guid importId, CancellationToken cancel) => database.WriteAsync(
        transaction => ImportTable.Take(transaction, workspaceId, importId, Holder, clock.GetCurrentInstant()), cancel);

    /// <summary>Leaves an import to whoever goes on with it.</summary>
    public Task LeaveAsync(Import import) => database.WriteAsync(
        transaction =>
        {
            ImportTable.Leave(transaction, import.WorkspaceId, import.Id, Holder);
            return true;
        },
        CancellationToken.None);

    /// <summary>Ends an import.</summary>
    public async Task<Import> FinishAsync(Import import, ImportState state, string? problem, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        await AgainAsync(
            () => database.WriteAsync(
                transaction =>
                {
                    ImportTable.Finish(transaction, import, Holder, state, problem, now);
                    return true;
                },
                cancel),
            cancel);
        return import with { State = state, Problem = problem, Finished = now };
    }

    private Task HoldAsync(Import import, Instant until, CancellationToken cancel) => AgainAsync(
        () => database.WriteAsync(
            transaction =>
            {
                ImportTable.Hold(transaction, import, Holder, until);
                return true;
            },
            cancel),
        cancel);

    private Task<Import> AdmitAsync(Import import, IReadOnlyList<ImportRow> rows, long bytesRead, CancellationToken cancel) =>
        AgainAsync(() => door.ChangeAsync(import.WorkspaceId, book => Admit(book, import, rows, bytesRead), cancel), cancel);

    private Import Admit(LeadBook book, Import import, IReadOnlyList<ImportRow> rows, long bytesRead)
    {
        var rejected = rows.OfType<ImportRow.Wrong>().Select(row => row.Row).ToList();
        var accepted = 0;
        var calls = rows.OfType<ImportRow.OfLead>().Select(row => row.Call).ToList();
        var joined = 0;
        if (calls.Count > 0)
        {
            var joining = import.Kind == ImportKind.Leads ? JoinedRows.Among(book, calls) : [];
            var fresh = Admission.Admit(book, calls);
            accepted += fresh.Count;
            joined = joining.Count == 0 ? 0 : fresh.Count(call => joining.Contains(call.Id));
        }

        var words = rows.OfType<ImportRow.OfDeal>().Select(row => row.Word).ToList();
        if (words.Count > 0)
        {
            var outcome = DealAdmission.Admit(book, words, import.StartedBy);
            accepted += outcome.News;
            rejected.AddRange(outcome.Rejected.Select(row => new RejectedRow(row.Line, row.Reason, words.First(word => word.Line == row.Line).Text)));
        }

        var after = import with
        {
            Line = rows[^1].Line,
            BytesRead = bytesRead,
            Accepted = import.Accepted + accepted,
            Joined = import.Joined + joined,
            Rejected = import.Rejected + rejected.Count,
            Repeated = import.Repeated + calls.Count + words.Count - accepted - (rejected.Count - rows.Count(row => row is ImportRow.Wrong)),
        };
        ImportTable.Advance(book.Transaction, import, after, Holder, clock.GetCurrentInstant() + ImportTable.Patience, rejected);
        return after;
    }

    /// <summary>Others write, too: a server, for example, while a file is imported on the command line.</summary>
    private static async Task<T> AgainAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (Exception busy) when (tries < MostTries && (busy is DatabaseBusyException || SqliteFailure.IsLocked(busy)))
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
