using System.Data.Common;
using Dapper;

namespace Baton.Server.Storage;

/// <summary>Applies the files of the schema that a database does not have yet, each in a transaction of its own.</summary>
/// <param name="dialect">Which statements of the files to run.</param>
/// <param name="database">What to call it, to people.</param>
internal sealed class MigrationRunner(Dialect dialect, string database, DatabaseOptions options)
{
    private readonly int _newest = options.Schema.Count == 0 ? 0 : options.Schema[^1].Version;

    /// <param name="connection">Open, and used by nobody else.</param>
    /// <param name="beginAlone">Begins a transaction that waits for all others that do the same.</param>
    /// <param name="cancel">Stops between two files.</param>
    public void Run(DbConnection connection, Func<DbTransaction> beginAlone, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            using var transaction = beginAlone();
            if (Pending(connection, transaction) is not { } next)
            {
                transaction.Commit();
                return;
            }

            connection.Execute(next.For(dialect), transaction: transaction, commandTimeout: 0);
            connection.Execute(
                "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (@version, @name, @checksum, @at)",
                new { version = next.Version, name = next.Name, checksum = next.Checksum, at = options.Clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
            transaction.Commit();
        }
    }

    private Migration? Pending(DbConnection connection, DbTransaction transaction)
    {
        // The one table without workspace_id: it is about the database, not about anybody's data.
        connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS schema_version (
                version     integer  NOT NULL PRIMARY KEY,
                name        text     NOT NULL,
                checksum    text     NOT NULL,
                applied_at  bigint   NOT NULL
            )
            """,
            transaction: transaction);
        var applied = connection.Query<Applied>("SELECT version, name, checksum FROM schema_version ORDER BY version", transaction: transaction)
            .ToDictionary(file => file.Version);
        if (applied.Count > 0 && applied.Keys.Max() is var version && version > _newest)
        {
            throw new DatabaseRefusedException(FormattableString.Invariant(
                $"{database} was written by a newer Baton (schema {version}; this one knows {_newest}): start the newer version."));
        }

        foreach (var file in options.Schema)
        {
            if (!applied.TryGetValue(file.Version, out var before))
            {
                return file;
            }

            if (before.Checksum != file.Checksum)
            {
                throw new DatabaseRefusedException(
                    $"{before.Name} was changed after it had been applied to {database}. Put the file back as it was, and change the schema in a new one.");
            }
        }

        return null;
    }

    private sealed class Applied
    {
        public int Version { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
