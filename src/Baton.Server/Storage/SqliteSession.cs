using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>A connection to SQLite that keeps its prepared statements by their text, each prepared once.</summary>
/// <remarks>
/// They are gone before it is closed, and not when it was: by then what it was a connection to may be in the pool, and somebody else's, and no two threads may
/// use it at once.
/// </remarks>
internal sealed class SqliteSession(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteStatement> _prepared = [];

    /// <summary>The statement, ready to run. One at a time: the same text gives the same statement.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared[sql] = statement = new SqliteStatement(this, sql);
        }

        return statement;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
        base.Close();
    }
}
