using System.Data.Common;
using System.Security.Cryptography;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>Takes files to import, from the API and from pages, shows how they would be read, and answers how far they are.</summary>
internal sealed class ImportDesk(IDatabase database, ImportRunner runner, IClock clock)
{
    /// <summary>How many files of a workspace may be kept that nobody has started: they are on the disk that everything else is on.</summary>
    private const int MostWaiting = 20;

    private static readonly string TooMany = Words.Of("20 files wait already to be imported. Start some of them, or throw them away, and send this one again.");

    /// <summary>Keeps a file until it is imported, and starts that.</summary>
    public Task<UploadResult> TakeAsync(Upload upload, AuditedAct? act, CancellationToken cancel) => ReceiveAsync(
        upload,
        (import, hash) => StartAsync(import with { Fingerprint = Import.FingerprintOf(import.Kind, import.Choices, hash, import.AsOf) }, act, cancel),
        cancel);

    /// <summary>Keeps a file for somebody who looks at how it would be read, and then says that it may begin.</summary>
    public Task<UploadResult> KeepAsync(Upload upload, CancellationToken cancel) => ReceiveAsync(
        upload,
        async (import, hash) =>
        {
            if (!InputFile.TryOpen(import.FileName, new UploadedStream(database, import), import.Bytes, out var input, out var problem))
            {
                await RemoveAsync(import);
                return new UploadResult.Unreadable(problem.ToString());
            }

            using (input)
            {
                if (FileProblem.OfShape(input.Name, input.SniffShape()) is { } shape)
                {
                    await RemoveAsync(import);
                    return new UploadResult.Unreadable(shape.ToString());
                }
            }

            var kept = import with { Fingerprint = hash };
            return await database.WriteAsync(transaction => UploadTable.Wait(transaction, kept, clock.GetCurrentInstant() + UploadTable.Kept), cancel)
                ? new UploadResult.Waits(kept with { State = ImportState.Waiting })
                : new UploadResult.Unreadable(UploadTable.BrokenOff);
        },
        cancel,
        MostWaiting);

    /// <summary>Says how a file that waits would be read.</summary>
    /// <returns>False where it does not wait, or no longer.</returns>
    public Task<bool> ChooseAsync(Import import, CancellationToken cancel) =>
        database.WriteAsync(transaction => UploadTable.Choose(transaction, import, clock.GetCurrentInstant() + UploadTable.Kept), cancel);

    /// <summary>Starts the import of a file that waits.</summary>
    public async Task<UploadResult> BeginAsync(Import import, AuditedAct act, CancellationToken cancel)
    {
        try
        {
            return await StartAsync(
                import with { Started = clock.GetCurrentInstant(), Fingerprint = Import.FingerprintOf(import.Kind, import.Choices, import.Fingerprint, import.AsOf) }, act, cancel);
        }
        catch (FileFailedException damage)
        {
            return new UploadResult.Unreadable(damage.Message);
        }
    }

    /// <summary>Stops an import; a file that waits is thrown away.</summary>
    /// <returns>False where it was over.</returns>
    public Task<bool> StopAsync(Import import, AuditedAct? act, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            if (UploadTable.ThrowAway(transaction, import.WorkspaceId, import.Id))
            {
                return true;
            }

            var stopped = ImportTable.Stop(transaction, import.WorkspaceId, import.Id, clock.GetCurrentInstant());
            if (stopped)
            {
                act?.Note(transaction, import.WorkspaceId, clock.GetCurrentInstant());
            }

            return stopped;
        },
        cancel);

    private async Task<UploadResult> ReceiveAsync(Upload upload, Func<Import, byte[], Task<UploadResult>> go, CancellationToken cancel, int? most = null)
    {
        var now = clock.GetCurrentInstant();
        var import = upload.ToImport(now, isUploaded: true);
        var isTaken = await database.WriteAsync(
            transaction =>
            {
                if (!HasRoom(transaction))
                {
                    return false;
                }

                ImportTable.Add(transaction, import, runner.Holder, now + UploadTable.Patience);
                return true;
            },
            cancel);
        if (!isTaken)
        {
            return new UploadResult.Unreadable(TooMany);
        }

        try
        {
            return await StoreAsync(import, upload, cancel) is var (bytes, hash) ? await go(import with { Bytes = bytes }, hash) : new UploadResult.Unreadable(UploadTable.BrokenOff);
        }
        catch (FileFailedException damage)
        {
            await RemoveAsync(import);
            return new UploadResult.Unreadable(damage.Message);
        }
        catch
        {
            await RemoveAsync(import);
            throw;
        }

        bool HasRoom(DbTransaction transaction)
        {
            if (most is null)
            {
                return true;
            }

            // Files that come in at once are counted one after the other.
            WorkspaceTurn.Own(transaction, import.WorkspaceId);
            return UploadTable.CountWaiting(transaction, import.WorkspaceId) < most;
        }
    }

    /// <summary>The beginning of a file that waits.</summary>
    public Task<FileBeginning> BeginningAsync(Import import, CancellationToken cancel) => FileBeginning.ReadAsync(import.FileName, new UploadedStream(database, import), cancel);

    /// <summary>How a file would be read.</summary>
    public async Task<(ImportPreview? Preview, string? Problem)> PreviewAsync(Upload upload, CancellationToken cancel) =>
        await PreviewAsync(upload, await FileBeginning.ReadAsync(upload.FileName, upload.Content, cancel), cancel);

    /// <summary>How a file that waits would be read.</summary>
    public Task<(ImportPreview? Preview, string? Problem)> PreviewAsync(Import import, FileBeginning beginning, CancellationToken cancel) =>
        PreviewAsync(new Upload(import.WorkspaceId, import.Kind, import.Choices, import.AsOf, import.FileName, import.StartedBy, Stream.Null), beginning, cancel);

    private async Task<(ImportPreview? Preview, string? Problem)> PreviewAsync(Upload upload, FileBeginning beginning, CancellationToken cancel)
    {
        if (!beginning.TryOpen(out var input, out var problem))
        {
            return (null, problem.ToString());
        }

        using (input)
        {
            try
            {
                var (file, wrong) = await runner.OpenAsync(upload.WorkspaceId, upload.Kind, upload.Choices, input, cancel);
                return file is null ? (null, wrong) : (ImportPreview.Of(file, upload.ToImport(clock.GetCurrentInstant(), isUploaded: true), () => beginning.IsCut || input.IsCut, cancel), null);
            }
            catch (FileFailedException damage)
            {
                return (null, damage.Message);
            }
        }
    }

    /// <summary>An import; null where there is none.</summary>
    public Task<Import?> GetAsync(Guid workspaceId, Guid importId, CancellationToken cancel) => ImportTable.GetAsync(database, workspaceId, importId, cancel);

    /// <summary>Imports before another one, the newest first.</summary>
    public Task<IReadOnlyList<Import>> ListAsync(Guid workspaceId, Guid? before, int most, CancellationToken cancel) =>
        ImportTable.ListAsync(database, workspaceId, before, most, cancel);

    /// <summary>The rows of an import that were skipped.</summary>
    public IAsyncEnumerable<RejectedRow> RejectedAsync(Import import, CancellationToken cancel) => RejectedList.AllAsync(database, import, cancel);

    /// <summary>Keeps a file in pieces; null where the upload was given up meanwhile, for it came too slowly.</summary>
    private async Task<(long Bytes, byte[] Hash)?> StoreAsync(Import import, Upload upload, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[UploadTable.PartSize];
        var length = 0L;
        for (var part = 0; await upload.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel) is > 0 and var read; part++)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
            var (number, content) = (part, buffer[..read]);
            if (!await database.WriteAsync(
                transaction => UploadTable.Add(transaction, import.WorkspaceId, import.Id, number, content, clock.GetCurrentInstant() + UploadTable.Patience), cancel))
            {
                return null;
            }
        }

        return (length, hash.GetHashAndReset());
    }

    private async Task<UploadResult> StartAsync(Import import, AuditedAct? act, CancellationToken cancel)
    {
        if (!InputFile.TryOpen(import.FileName, new UploadedStream(database, import), import.Bytes, out var input, out var problem))
        {
            await GiveUpAsync();
            return new UploadResult.Unreadable(problem.ToString());
        }

        using (input)
        {
            var (file, wrong) = await runner.OpenAsync(import.WorkspaceId, import.Kind, import.Choices, input, cancel);
            if (file is null)
            {
                await GiveUpAsync();
                return new UploadResult.Unreadable(wrong!);
            }
        }

        // Sent again while it is imported, a file is not imported a second time beside.
        return await database.WriteAsync<UploadResult>(
            transaction =>
            {
                if (ImportTable.FindOpen(transaction, import.WorkspaceId, import.Fingerprint, isUploaded: true) is { } open)
                {
                    // Whoever starts it twice starts it once.
                    if (open.Id != import.Id)
                    {
                        UploadTable.Remove(transaction, import.WorkspaceId, import.Id);
                    }

                    return new UploadResult.Underway(open);
                }

                var dated = ImportTable.Dated(transaction, import);
                if (!UploadTable.Complete(transaction, dated))
                {
                    return new UploadResult.Unreadable(UploadTable.BrokenOff);
                }

                act?.Note(transaction, import.WorkspaceId, clock.GetCurrentInstant());
                return new UploadResult.Started(dated with { State = ImportState.Running });
            },
            cancel);

        // Of a file that waits, somebody can still say how else it is read.
        Task GiveUpAsync() => import.State == ImportState.Waiting ? Task.CompletedTask : RemoveAsync(import);
    }

    private Task RemoveAsync(Import import) => database.WriteAsync(
        transaction =>
        {
            UploadTable.Remove(transaction, import.WorkspaceId, import.Id);
            return true;
        },
        CancellationToken.None);
}
