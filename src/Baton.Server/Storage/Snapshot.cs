using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>Several statements that see one state of the database.</summary>
internal static class Snapshot
{
    /// <summary>
    /// Begins it on a connection for reading: all statements see what was committed at the first of them. It is kept short: what was replaced since
    /// cannot be tidied away before it ends.
    /// </summary>
    public static DbTransaction BeginSnapshot(this DbConnection connection) =>
        connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : connection.BeginTransaction(IsolationLevel.RepeatableRead);
}
