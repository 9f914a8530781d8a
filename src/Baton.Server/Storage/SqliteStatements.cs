using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>The prepared statements of a connection by their text, each prepared once and gone when the connection is closed.</summary>
internal sealed class SqliteStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, SqliteStatements> Of = [];

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _prepared = [];

    private SqliteStatements(SqliteConnection connection)
    {
        _connection = connection;
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
            {
                Forget();
            }
        };
    }

    /// <summary>The statement, ready to run. One at a time: the same text gives the same statement.</summary>
    public static SqliteStatement Prepare(SqliteConnection connection, string sql) =>
        Of.GetValue(connection, opened => new SqliteStatements(opened)).Prepare(sql);

    private SqliteStatement Prepare(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared[sql] = statement = new SqliteStatement(_connection, sql);
        }

        return statement;
    }

    private void Forget()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
    }
}
