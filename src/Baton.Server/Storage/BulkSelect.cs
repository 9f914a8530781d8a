using System.Data.Common;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>
/// Reads many rows of one workspace, each by its key. Described once, as a static field, and run by any thread. SQLite runs a prepared statement
/// for each key; PostgreSQL one for all: <c>SELECT … FROM lead WHERE workspace_id = $1 AND lead_id = ANY($2) ORDER BY lead_id FOR UPDATE</c>.
/// </summary>
/// <typeparam name="TKey">What has the key, such as the id itself.</typeparam>
/// <typeparam name="TRow">What a row becomes.</typeparam>
internal sealed class BulkSelect<TKey, TRow>
{
    private readonly string _sqlite;
    private readonly string _postgres;
    private readonly Columns<TKey> _key;
    private readonly Func<Row, TRow> _read;

    /// <param name="select">The columns to read, as SQL.</param>
    /// <param name="table">Its name.</param>
    /// <param name="key">What, with <c>workspace_id</c>, rows are found by: one column or several.</param>
    /// <param name="read">Makes something of a row, whose columns are numbered from 0.</param>
    /// <param name="lockBy">
    /// Locks the rows in PostgreSQL up to the end of the transaction, in the order of these columns, so that no two transactions wait for each
    /// other; null locks none. In SQLite there is one writer.
    /// </param>
    /// <param name="and">What else holds of the rows, as SQL; null for nothing.</param>
    public BulkSelect(string select, string table, Columns<TKey> key, Func<Row, TRow> read, string? lockBy = null, string? and = null)
    {
        _key = key;
        _read = read;
        var from = $"SELECT {select} FROM {table} WHERE {(and is null ? "" : and + " AND ")}workspace_id =";
        _sqlite = $"{from} ?1 AND {string.Join(" AND ", key.Select((column, i) => FormattableString.Invariant($"{column.Name} = ?{i + 2}")))}";
        var names = Unnested.Names(key);
        var isOne = key.Count == 1
            ? $"{names} = ANY($2::{key[0].Type}[])"
            : $"({names}) IN (SELECT {names} FROM {Unnested.Rows(key)})";
        _postgres = $"{from} $1 AND {isOne}{(lockBy is null ? "" : $" ORDER BY {lockBy} FOR UPDATE")}";
    }

    /// <returns>The rows that are there, in no order that holds for both databases. No key should come twice.</returns>
    public List<TRow> Run(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TKey> keys) =>
        Run(transaction.Connection!, workspaceId, keys);

    /// <inheritdoc cref="Run(DbTransaction, Guid, IReadOnlyList{TKey})"/>
    public List<TRow> Run(DbConnection connection, Guid workspaceId, IReadOnlyList<TKey> keys)
    {
        var rows = new List<TRow>(keys.Count);
        Run(connection, workspaceId, keys, rows.Add);
        return rows;
    }

    /// <summary>Reads rows one by one, where there may be more than memory should hold. No other statement can be run meanwhile.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="workspaceId">Whose rows.</param>
    /// <param name="keys">No key should come twice.</param>
    /// <param name="each">Is given each row that is there, in no order that holds for both databases.</param>
    public void Run(DbConnection connection, Guid workspaceId, IReadOnlyList<TKey> keys, Action<TRow> each)
    {
        if (connection is SqliteSession sqlite)
        {
            ReadEach(sqlite, workspaceId, keys, each);
        }
        else if (keys.Count > 0)
        {
            ReadAll((NpgsqlConnection)connection, workspaceId, keys, each);
        }
    }

    private void ReadEach(SqliteSession connection, Guid workspaceId, IReadOnlyList<TKey> keys, Action<TRow> each)
    {
        var statement = connection.Prepare(_sqlite);
        statement.Bind(1, workspaceId);
        for (var row = 0; row < keys.Count; row++)
        {
            for (var i = 0; i < _key.Count; i++)
            {
                _key[i].Bind(statement, i + 2, keys[row]);
            }

            try
            {
                while (statement.Next())
                {
                    each(_read(new Row(statement)));
                }
            }
            finally
            {
                statement.Reset();
            }
        }
    }

    private void ReadAll(NpgsqlConnection connection, Guid workspaceId, IReadOnlyList<TKey> keys, Action<TRow> each)
    {
        using var command = new NpgsqlCommand(_postgres, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = workspaceId });
        foreach (var column in _key)
        {
            command.Parameters.Add(column.ToArray(keys, ..));
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            each(_read(new Row(reader)));
        }
    }
}
