using System.Data;
using System.Data.Common;
using System.Text.Json;
using Baton.Core.Documents;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>Reads and writes the tables <c>import</c> and <c>import_rejected</c>.</summary>
internal static class ImportTable
{
    private const int LongestRow = 8_000;

    /// <summary>Who works on an import says so with every batch; after this time of silence somebody else may go on with it.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(30);

    /// <summary>Files that are said to be true as of one moment are, a millisecond each, one after the other.</summary>
    private const int MostAsOfOneMoment = 1_000;

    private const string Selected =
        """
        SELECT import_id AS Id, workspace_id AS WorkspaceId, kind AS Kind, file_name AS FileName, bytes AS Bytes, bytes_read AS BytesRead, fingerprint AS Fingerprint, choices AS Choices,
            state AS State, problem AS Problem, line AS Line, accepted AS Accepted, repeated AS Repeated, rejected AS Rejected, joined AS Joined, notes AS Notes, is_uploaded AS IsUploaded,
            started_at AS Started, as_of AS AsOf, repeats AS Repeats, finished_at AS Finished, started_by AS StartedBy
        FROM import WHERE workspace_id = @workspaceId
        """;

    private const string Open = "AND state = @running AND fingerprint = @fingerprint AND is_uploaded = @isUploaded ORDER BY import_id LIMIT 1";
    private const string First = "AND fingerprint = @fingerprint AND state NOT IN (@uploading, @waiting) AND import_id <> @id ORDER BY import_id LIMIT 1";
    private const string FirstDone = "AND fingerprint = @fingerprint AND state = @done AND import_id <> @id ORDER BY import_id LIMIT 1";
    private const string NewestAsOf = "SELECT max(as_of) FROM import WHERE workspace_id = @WorkspaceId AND kind = @kind AND import_id <> @Id AND as_of >= @from AND as_of < @to";

    private static readonly BulkInsert<(Guid Import, RejectedRow Row)> NewRejected = new(
        "import_rejected",
        new Columns<(Guid Import, RejectedRow Row)>()
            .Uuid("import_id", row => row.Import)
            .Bigint("line", row => row.Row.Line)
            .Text("reason", row => row.Row.Reason.Replace("\0", "", StringComparison.Ordinal))
            .Text("content", row => KeptOf(row.Row.Text)),
        "ON CONFLICT DO NOTHING");

    /// <summary>What is asked before a file is imported.</summary>
    internal static IReadOnlyList<string> AskedFirst { get; } = [$"{Selected} {Open}", $"{Selected} {First}", $"{Selected} {FirstDone}", NewestAsOf];

    static ImportTable()
    {
        SqlMapper.AddTypeHandler(new ChoicesHandler());
        SqlMapper.AddTypeHandler(new NotesHandler());
    }

    public static void Add(DbTransaction transaction, Import import, Guid holder, Instant until) => transaction.Connection!.Execute(
        """
        INSERT INTO import (workspace_id, import_id, kind, file_name, bytes, bytes_read, fingerprint, choices, state, line, accepted, repeated, rejected,
            is_uploaded, started_at, as_of, repeats, started_by, holder, held_until)
        VALUES (@WorkspaceId, @Id, @kind, @FileName, @Bytes, 0, @Fingerprint, @Choices, @state, 0, 0, 0, 0,
            @IsUploaded, @Started, @AsOf, @Repeats, @StartedBy, @holder, @until)
        """,
        new
        {
            import.WorkspaceId,
            import.Id,
            kind = (short)import.Kind,
            import.FileName,
            import.Bytes,
            import.Fingerprint,
            import.Choices,
            state = (short)import.State,
            import.IsUploaded,
            import.Started,
            import.AsOf,
            import.Repeats,
            import.StartedBy,
            holder,
            until,
        },
        transaction);

    /// <summary>An import; null where there is none.</summary>
    public static async Task<Import?> GetAsync(IDatabase database, Guid workspaceId, Guid importId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Read(connection, null, "AND import_id = @importId", new { workspaceId, importId }).SingleOrDefault();
    }

    /// <summary>Imports before another one, the newest first.</summary>
    public static async Task<IReadOnlyList<Import>> ListAsync(IDatabase database, Guid workspaceId, Guid? before, int most, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Read(connection, null, $"{(before is null ? "" : "AND import_id < @before ")}ORDER BY import_id DESC LIMIT @most", new { workspaceId, before, most });
    }

    /// <summary>The import of the same file that was begun and not finished; null where there is none.</summary>
    public static Import? FindOpen(DbTransaction transaction, Guid workspaceId, byte[] fingerprint, bool isUploaded) => Read(
        transaction.Connection!,
        transaction,
        Open,
        new { workspaceId, fingerprint, isUploaded, running = (short)ImportState.Running }).SingleOrDefault();

    /// <summary>
    /// The import with the moment as of which its file is true, once its content is known. The same file, read in the same way, is true as of when it was
    /// first imported, so that it undoes nothing that came later; of two files that are said to be true as of one moment, what is imported later holds.
    /// </summary>
    public static Import Dated(DbTransaction transaction, Import import)
    {
        var parameters = new
        {
            workspaceId = import.WorkspaceId,
            fingerprint = import.Fingerprint,
            id = import.Id,
            uploading = (short)ImportState.Uploading,
            waiting = (short)ImportState.Waiting,
            done = (short)ImportState.Done,
        };
        if (Read(transaction.Connection!, transaction, First, parameters) is [var first])
        {
            return import with { AsOf = first.TrueAsOf, Repeats = Read(transaction.Connection!, transaction, FirstDone, parameters).SingleOrDefault()?.Id };
        }

        if (import.TrueAsOf >= import.Started)
        {
            return import with { AsOf = import.Started };
        }

        var from = import.TrueAsOf.ToUnixTimeMilliseconds();
        var taken = transaction.Connection!.ExecuteScalar<long?>(
            NewestAsOf,
            new { import.WorkspaceId, import.Id, kind = (short)import.Kind, from, to = from + MostAsOfOneMoment },
            transaction);
        return import with { AsOf = Instant.Min(import.Started, Instant.FromUnixTimeMilliseconds(taken + 1 ?? from)) };
    }

    /// <summary>Takes an import that nobody works on, for a while.</summary>
    /// <returns>The import as it is now; null where somebody else works on it, or it is finished.</returns>
    public static Import? Take(DbTransaction transaction, Guid workspaceId, Guid importId, Guid holder, Instant now)
    {
        var parameters = new
        {
            workspaceId,
            importId,
            holder,
            now = now.ToUnixTimeMilliseconds(),
            until = (now + Patience).ToUnixTimeMilliseconds(),
            running = (short)ImportState.Running,
        };
        var isTaken = transaction.Connection!.Execute(
            """
            UPDATE import SET holder = @holder, held_until = @until
            WHERE workspace_id = @workspaceId AND import_id = @importId AND state = @running AND (held_until <= @now OR holder = @holder)
            """,
            parameters,
            transaction) == 1;
        return isTaken ? Read(transaction.Connection!, transaction, "AND import_id = @importId", parameters).Single() : null;
    }

    /// <summary>An uploaded import that waits for somebody; null where there is none.</summary>
    public static Guid? FindWaiting(DbConnection connection, Guid workspaceId, Instant now) => connection.QueryFirstOrDefault<Guid?>(
        """
        SELECT import_id FROM import
        WHERE workspace_id = @workspaceId AND finished_at IS NULL AND state = @running AND is_uploaded = @isUploaded AND held_until <= @now
        ORDER BY import_id LIMIT 1
        """,
        new { workspaceId, running = (short)ImportState.Running, isUploaded = true, now = now.ToUnixTimeMilliseconds() });

    /// <summary>Notes that rows are done, in their transaction.</summary>
    /// <exception cref="ImportTakenException">Somebody else has gone on with the import meanwhile.</exception>
    public static void Advance(DbTransaction transaction, Import before, Import after, Guid holder, Instant until, IReadOnlyList<RejectedRow> rejected)
    {
        var updated = transaction.Connection!.Execute(
            """
            UPDATE import SET line = @Line, bytes_read = @BytesRead, accepted = @Accepted, repeated = @Repeated, rejected = @Rejected, joined = @Joined, held_until = @until
            WHERE workspace_id = @WorkspaceId AND import_id = @Id AND holder = @holder AND line = @before AND state = @running
            """,
            new
            {
                after.WorkspaceId,
                after.Id,
                after.Line,
                after.BytesRead,
                after.Accepted,
                after.Repeated,
                after.Rejected,
                after.Joined,
                before = before.Line,
                holder,
                until = until.ToUnixTimeMilliseconds(),
                running = (short)ImportState.Running,
            },
            transaction);
        if (updated != 1)
        {
            throw new ImportTakenException();
        }

        NewRejected.Run(transaction, after.WorkspaceId, [.. rejected.Select(row => (after.Id, row))]);
    }

    /// <summary>Says that somebody still works on an import.</summary>
    /// <exception cref="ImportTakenException">Somebody else has gone on with it meanwhile.</exception>
    public static void Hold(DbTransaction transaction, Import import, Guid holder, Instant until)
    {
        var held = transaction.Connection!.Execute(
            "UPDATE import SET held_until = @until WHERE workspace_id = @WorkspaceId AND import_id = @Id AND holder = @holder AND state = @running",
            new { import.WorkspaceId, import.Id, holder, until = until.ToUnixTimeMilliseconds(), running = (short)ImportState.Running },
            transaction);
        if (held != 1)
        {
            throw new ImportTakenException();
        }
    }

    /// <summary>Ends an import, well or not. The uploaded file is needed no longer.</summary>
    /// <exception cref="ImportTakenException">Somebody else has gone on with it meanwhile.</exception>
    public static void Finish(DbTransaction transaction, Import import, Guid holder, ImportState state, string? problem, Instant now)
    {
        var parameters = new
        {
            import.WorkspaceId,
            import.Id,
            state = (short)state,
            problem,
            now = now.ToUnixTimeMilliseconds(),
            isDone = state == ImportState.Done,
            notes = state == ImportState.Done ? import.Notes : null,
            holder,
        };
        var finished = transaction.Connection!.Execute(
            """
            UPDATE import SET state = @state, problem = @problem, notes = @notes, finished_at = @now, holder = NULL, held_until = 0,
                bytes_read = CASE WHEN @isDone THEN bytes ELSE bytes_read END
            WHERE workspace_id = @WorkspaceId AND import_id = @Id AND finished_at IS NULL AND holder = @holder
            """,
            parameters,
            transaction);
        if (finished != 1)
        {
            throw new ImportTakenException();
        }

        transaction.Connection!.Execute("DELETE FROM import_part WHERE workspace_id = @WorkspaceId AND import_id = @Id", parameters, transaction);
    }

    /// <summary>Stops an import. Whoever works on it finds out with the next rows.</summary>
    /// <returns>False where it was over.</returns>
    public static bool Stop(DbTransaction transaction, Guid workspaceId, Guid importId, Instant now)
    {
        var parameters = new { workspaceId, importId, now = now.ToUnixTimeMilliseconds(), running = (short)ImportState.Running, stopped = (short)ImportState.Stopped };
        var isStopped = transaction.Connection!.Execute(
            """
            UPDATE import SET state = @stopped, finished_at = @now, holder = NULL, held_until = 0
            WHERE workspace_id = @workspaceId AND import_id = @importId AND state = @running AND finished_at IS NULL
            """,
            parameters,
            transaction) == 1;
        if (isStopped)
        {
            transaction.Connection!.Execute("DELETE FROM import_part WHERE workspace_id = @workspaceId AND import_id = @importId", parameters, transaction);
        }

        return isStopped;
    }

    /// <summary>Leaves an import to whoever goes on with it.</summary>
    public static void Leave(DbTransaction transaction, Guid workspaceId, Guid importId, Guid holder) => transaction.Connection!.Execute(
        "UPDATE import SET holder = NULL, held_until = 0 WHERE workspace_id = @workspaceId AND import_id = @importId AND holder = @holder",
        new { workspaceId, importId, holder },
        transaction);

    /// <summary>The next rows that were not imported, in the order of the file.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="import">Of what.</param>
    /// <param name="afterLine">Those behind this line.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<RejectedRow>> RejectedAsync(IDatabase database, Import import, long afterLine, int most, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = await connection.QueryAsync<(long Line, string Reason, string Content)>(new CommandDefinition(
            """
            SELECT line, reason, content FROM import_rejected
            WHERE workspace_id = @WorkspaceId AND import_id = @Id AND line > @afterLine ORDER BY line LIMIT @most
            """,
            new { import.WorkspaceId, import.Id, afterLine, most },
            cancellationToken: cancel));
        return [.. rows.Select(row => new RejectedRow(row.Line, row.Reason, row.Content))];
    }

    /// <summary>A row as it is kept: of what is so long that a small file of it would fill a disk, how it begins.</summary>
    private static string KeptOf(string row) => row.Replace("\0", "", StringComparison.Ordinal).Shortened(LongestRow);

    /// <param name="connection">To read with.</param>
    /// <param name="transaction">Null outside of one.</param>
    /// <param name="where">Behind <c>workspace_id = @workspaceId</c>.</param>
    /// <param name="parameters">The workspace, and what else is asked about.</param>
    private static List<Import> Read(DbConnection connection, DbTransaction? transaction, string where, object parameters) =>
        connection.Query<Import>($"{Selected} {where}", parameters, transaction).AsList();

    /// <summary>Sentences, in Dapper.</summary>
    private sealed class NotesHandler : SqlMapper.TypeHandler<IReadOnlyList<string>>
    {
        public override void SetValue(IDbDataParameter parameter, IReadOnlyList<string>? value) =>
            parameter.Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value).Replace("\\u0000", "", StringComparison.Ordinal);

        public override IReadOnlyList<string> Parse(object value) => JsonSerializer.Deserialize<string[]>((string)value)!;
    }

    /// <summary>What the user said of columns, in Dapper.</summary>
    private sealed class ChoicesHandler : SqlMapper.TypeHandler<ColumnChoices>
    {
        public override void SetValue(IDbDataParameter parameter, ColumnChoices? value) => parameter.Value = Import.JsonOf(value!);

        public override ColumnChoices Parse(object value) => Import.ChoicesOf((string)value);
    }
}

/// <summary>Somebody else has gone on with an import.</summary>
internal sealed class ImportTakenException() : Exception("Somebody else has gone on with this import.");
