using System.Data.Common;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>
/// Files that came in over the API or by a page, in pieces in the table <c>import_part</c> until they are imported. There any node can go on with them; a folder
/// would be one node's.
/// </summary>
internal static class UploadTable
{
    /// <summary>The size of a piece in bytes, but for the last.</summary>
    public const int PartSize = 1 << 20;

    public const string BrokenOff = "The upload broke off. Send the file again.";

    public const string Forgotten = "Nobody said within a day that it may begin. Send the file again.";

    /// <summary>A file that somebody looks at waits for this long since the last look.</summary>
    public static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>An upload that brings no piece for this long has broken off.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(10);

    /// <summary>Keeps a piece, and says that the upload is alive.</summary>
    /// <returns>False where it was given up meanwhile: nothing is kept then, for nobody would ever delete it.</returns>
    public static bool Add(DbTransaction transaction, Guid workspaceId, Guid importId, int part, byte[] content, Instant until)
    {
        var parameters = new { workspaceId, importId, part, content, until = until.ToUnixTimeMilliseconds(), uploading = (short)ImportState.Uploading };
        if (transaction.Connection!.Execute(
            "UPDATE import SET held_until = @until WHERE workspace_id = @workspaceId AND import_id = @importId AND state = @uploading", parameters, transaction) == 0)
        {
            return false;
        }

        transaction.Connection!.Execute(
            "INSERT INTO import_part (workspace_id, import_id, part, content) VALUES (@workspaceId, @importId, @part, @content) ON CONFLICT DO NOTHING", parameters, transaction);
        return true;
    }

    /// <summary>The file is whole, and it is said how it is read: it waits to be imported.</summary>
    /// <returns>False where the upload was given up meanwhile, and its pieces are gone.</returns>
    public static bool Complete(DbTransaction transaction, Import import) => transaction.Connection!.Execute(
        """
        UPDATE import SET state = @running, kind = @kind, choices = @Choices, fingerprint = @Fingerprint, bytes = @Bytes, started_at = @Started, as_of = @AsOf, repeats = @Repeats, holder = NULL, held_until = 0
        WHERE workspace_id = @WorkspaceId AND import_id = @Id AND state = @state
        """,
        new { import.WorkspaceId, import.Id, kind = (short)import.Kind, import.Choices, import.Fingerprint, import.Bytes, import.Started, import.AsOf, import.Repeats, running = (short)ImportState.Running, state = (short)import.State },
        transaction) == 1;

    /// <summary>The file is whole: it waits for somebody who looks at how it would be read.</summary>
    /// <inheritdoc cref="Complete"/>
    public static bool Wait(DbTransaction transaction, Import import, Instant until) => transaction.Connection!.Execute(
        """
        UPDATE import SET state = @waiting, fingerprint = @Fingerprint, bytes = @Bytes, holder = NULL, held_until = @until
        WHERE workspace_id = @WorkspaceId AND import_id = @Id AND state = @uploading
        """,
        new { import.WorkspaceId, import.Id, import.Fingerprint, import.Bytes, until = until.ToUnixTimeMilliseconds(), waiting = (short)ImportState.Waiting, uploading = (short)ImportState.Uploading },
        transaction) == 1;

    /// <summary>Says how a file that waits would be read.</summary>
    /// <returns>False where it does not wait, or no longer.</returns>
    public static bool Choose(DbTransaction transaction, Import import, Instant until) => transaction.Connection!.Execute(
        """
        UPDATE import SET kind = @kind, choices = @Choices, as_of = @AsOf, held_until = @until
        WHERE workspace_id = @WorkspaceId AND import_id = @Id AND state = @waiting
        """,
        new { import.WorkspaceId, import.Id, kind = (short)import.Kind, import.Choices, import.AsOf, until = until.ToUnixTimeMilliseconds(), waiting = (short)ImportState.Waiting },
        transaction) == 1;

    /// <summary>Removes an upload that is not wanted.</summary>
    public static void Remove(DbTransaction transaction, Guid workspaceId, Guid importId)
    {
        var parameters = new { workspaceId, importId };
        transaction.Connection!.Execute("DELETE FROM import_part WHERE workspace_id = @workspaceId AND import_id = @importId", parameters, transaction);
        transaction.Connection!.Execute("DELETE FROM import WHERE workspace_id = @workspaceId AND import_id = @importId", parameters, transaction);
    }

    /// <summary>Removes a file that waits.</summary>
    /// <returns>False where it does not wait, or no longer: then it stays.</returns>
    public static bool ThrowAway(DbTransaction transaction, Guid workspaceId, Guid importId)
    {
        var parameters = new { workspaceId, importId, waiting = (short)ImportState.Waiting };
        if (transaction.Connection!.Execute("DELETE FROM import WHERE workspace_id = @workspaceId AND import_id = @importId AND state = @waiting", parameters, transaction) == 0)
        {
            return false;
        }

        transaction.Connection!.Execute("DELETE FROM import_part WHERE workspace_id = @workspaceId AND import_id = @importId", parameters, transaction);
        return true;
    }

    /// <summary>How many files come in or wait.</summary>
    public static int CountWaiting(DbTransaction transaction, Guid workspaceId) => transaction.Connection!.ExecuteScalar<int>(
        "SELECT COUNT(*) FROM import WHERE workspace_id = @workspaceId AND finished_at IS NULL AND state IN (@uploading, @waiting)",
        new { workspaceId, uploading = (short)ImportState.Uploading, waiting = (short)ImportState.Waiting },
        transaction);

    /// <summary>Ends uploads that have stopped coming, and those of which nobody says that they may begin.</summary>
    public static int Abandon(DbTransaction transaction, Guid workspaceId, Instant now)
    {
        var parameters = new
        {
            workspaceId,
            now = now.ToUnixTimeMilliseconds(),
            uploading = (short)ImportState.Uploading,
            failed = (short)ImportState.Failed,
            waiting = (short)ImportState.Waiting,
            brokenOff = BrokenOff,
            forgotten = Forgotten,
        };
        var ended = transaction.Connection!.Query<Guid>(
            """
            UPDATE import SET state = @failed, problem = CASE WHEN state = @waiting THEN @forgotten ELSE @brokenOff END, finished_at = @now
            WHERE workspace_id = @workspaceId AND finished_at IS NULL AND state IN (@uploading, @waiting) AND held_until <= @now
            RETURNING import_id
            """,
            parameters,
            transaction).ToList();

        // From here on nobody adds a piece: one that came in the last moment has let the upload live.
        foreach (var importId in ended)
        {
            transaction.Connection!.Execute("DELETE FROM import_part WHERE workspace_id = @workspaceId AND import_id = @importId", new { workspaceId, importId }, transaction);
        }

        return ended.Count;
    }

    /// <summary>True where there is something to <see cref="Abandon"/>.</summary>
    public static bool HasAbandoned(DbConnection connection, Guid workspaceId, Instant now) => connection.ExecuteScalar<int?>(
        "SELECT 1 FROM import WHERE workspace_id = @workspaceId AND finished_at IS NULL AND state IN (@uploading, @waiting) AND held_until <= @now LIMIT 1",
        new { workspaceId, now = now.ToUnixTimeMilliseconds(), uploading = (short)ImportState.Uploading, waiting = (short)ImportState.Waiting }) is not null;

    /// <summary>A piece; null behind the last.</summary>
    public static byte[]? Get(DbConnection connection, Guid workspaceId, Guid importId, int part) => connection.QuerySingleOrDefault<byte[]?>(
        "SELECT content FROM import_part WHERE workspace_id = @workspaceId AND import_id = @importId AND part = @part", new { workspaceId, importId, part });
}

/// <summary>Reads an uploaded file, a piece at a time.</summary>
internal sealed class UploadedStream(IDatabase database, Import import) : Stream
{
    private byte[]? _part;
    private int _next;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (_part is null || _position == _part.Length)
        {
            using var connection = database.OpenReadAsync(CancellationToken.None).GetAwaiter().GetResult();
            if (UploadTable.Get(connection, import.WorkspaceId, import.Id, _next) is not { } part)
            {
                return 0;
            }

            (_part, _position) = (part, 0);
            _next++;
        }

        var count = Math.Min(buffer.Length, _part.Length - _position);
        _part.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
