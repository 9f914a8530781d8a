using System.Security.Cryptography;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>Takes files to import over the API, and answers how far they are.</summary>
internal sealed class ImportDesk(IDatabase database, ImportRunner runner, IClock clock)
{
    /// <summary>Of a file to be looked at only, this much at most is read.</summary>
    private const int MostBytesOfPreview = 16 << 20;

    /// <summary>Keeps a file until it is imported, and starts that.</summary>
    public async Task<UploadResult> TakeAsync(Upload upload, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var import = upload.ToImport(now, isUploaded: true);
        await database.WriteAsync(
            transaction =>
            {
                ImportTable.Add(transaction, import, runner.Holder, now + UploadTable.Patience);
                return true;
            },
            cancel);
        try
        {
            import = await StoreAsync(import, upload, cancel);
            return await StartAsync(import, cancel);
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
    }

    /// <summary>How a file would be read.</summary>
    public async Task<(ImportPreview? Preview, string? Problem)> PreviewAsync(Upload upload, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while (bytes.Length <= MostBytesOfPreview && (read = await upload.Content.ReadAsync(buffer, cancel)) > 0)
        {
            bytes.Write(buffer, 0, read);
        }

        var isCut = bytes.Length > MostBytesOfPreview;
        if (isCut && bytes.GetBuffer() is not [0x1F, 0x8B, ..])
        {
            // Half a line is no row.
            bytes.SetLength(LineEnds.BehindLast(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        }

        bytes.Position = 0;
        if (!InputFile.TryOpen(upload.FileName, bytes, bytes.Length, out var input, out var problem))
        {
            return (null, problem.ToString());
        }

        using (input)
        {
            try
            {
                return await LookAsync(upload, input, isCut, cancel);
            }
            catch (FileFailedException damage)
            {
                return (null, damage.Message);
            }
        }
    }

    private async Task<(ImportPreview? Preview, string? Problem)> LookAsync(Upload upload, InputFile input, bool isCut, CancellationToken cancel)
    {
        var (file, wrong) = await runner.OpenAsync(upload.WorkspaceId, upload.Kind, upload.Choices, input, cancel);
        return file is null ? (null, wrong) : (ImportPreview.Of(file, upload.ToImport(clock.GetCurrentInstant(), isUploaded: true), isCut, cancel), null);
    }

    /// <summary>An import; null where there is none.</summary>
    public Task<Import?> GetAsync(Guid workspaceId, Guid importId, CancellationToken cancel) => ImportTable.GetAsync(database, workspaceId, importId, cancel);

    /// <summary>Imports before another one, the newest first.</summary>
    public Task<IReadOnlyList<Import>> ListAsync(Guid workspaceId, Guid? before, int most, CancellationToken cancel) =>
        ImportTable.ListAsync(database, workspaceId, before, most, cancel);

    /// <summary>The rows of an import that were skipped.</summary>
    public IAsyncEnumerable<RejectedRow> RejectedAsync(Import import, CancellationToken cancel) => RejectedList.AllAsync(database, import, cancel);

    private async Task<Import> StoreAsync(Import import, Upload upload, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[UploadTable.PartSize];
        var length = 0L;
        for (var part = 0; await upload.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel) is > 0 and var read; part++)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
            var (number, content) = (part, buffer[..read]);
            await database.WriteAsync(
                transaction =>
                {
                    UploadTable.Add(transaction, import.WorkspaceId, import.Id, number, content, clock.GetCurrentInstant() + UploadTable.Patience);
                    return true;
                },
                cancel);
        }

        return import with { Bytes = length, Fingerprint = Import.FingerprintOf(import.Kind, import.Choices, hash.GetHashAndReset(), import.AsOf) };
    }

    private async Task<UploadResult> StartAsync(Import import, CancellationToken cancel)
    {
        if (!InputFile.TryOpen(import.FileName, new UploadedStream(database, import), import.Bytes, out var input, out var problem))
        {
            await RemoveAsync(import);
            return new UploadResult.Unreadable(problem.ToString());
        }

        using (input)
        {
            var (file, wrong) = await runner.OpenAsync(import.WorkspaceId, import.Kind, import.Choices, input, cancel);
            if (file is null)
            {
                await RemoveAsync(import);
                return new UploadResult.Unreadable(wrong!);
            }
        }

        // Sent again while it is imported, a file is not imported a second time beside.
        return await database.WriteAsync<UploadResult>(
            transaction =>
            {
                if (ImportTable.FindOpen(transaction, import.WorkspaceId, import.Fingerprint, isUploaded: true) is { } open)
                {
                    UploadTable.Remove(transaction, import.WorkspaceId, import.Id);
                    return new UploadResult.Underway(open);
                }

                var dated = ImportTable.Dated(transaction, import);
                return UploadTable.Complete(transaction, dated)
                    ? new UploadResult.Started(dated with { State = ImportState.Running })
                    : new UploadResult.Unreadable(UploadTable.BrokenOff);
            },
            cancel);
    }

    private Task RemoveAsync(Import import) => database.WriteAsync(
        transaction =>
        {
            UploadTable.Remove(transaction, import.WorkspaceId, import.Id);
            return true;
        },
        CancellationToken.None);
}

/// <summary>A file that comes in.</summary>
/// <param name="WorkspaceId">Whose.</param>
/// <param name="Kind">What its rows are.</param>
/// <param name="Choices">What the user said of columns.</param>
/// <param name="AsOf">As of when the user says that it is true.</param>
/// <param name="FileName">What the user calls it.</param>
/// <param name="By">Who sends it, as activities have it.</param>
/// <param name="Content">To be read once.</param>
internal sealed record Upload(Guid WorkspaceId, ImportKind Kind, ColumnChoices Choices, Instant? AsOf, string FileName, string By, Stream Content)
{
    /// <summary>The import that it becomes, as long as its content is not known.</summary>
    public Import ToImport(Instant now, bool isUploaded) => new()
    {
        Id = Guid.CreateVersion7(now.ToDateTimeOffset()),
        WorkspaceId = WorkspaceId,
        Kind = Kind,
        FileName = FileName,
        Bytes = 0,
        Fingerprint = new byte[SHA256.HashSizeInBytes],
        Choices = Choices,
        State = ImportState.Uploading,
        IsUploaded = isUploaded,
        Started = now,
        AsOf = AsOf,
        StartedBy = By,
    };
}

/// <summary>What came of a file that came in.</summary>
internal abstract record UploadResult
{
    /// <summary>It is going to be imported.</summary>
    public sealed record Started(Import Import) : UploadResult;

    /// <summary>The same file, to be read in the same way, is being imported already.</summary>
    public sealed record Underway(Import Import) : UploadResult;

    /// <summary>It cannot be imported, for this reason.</summary>
    public sealed record Unreadable(string Reason) : UploadResult;
}
