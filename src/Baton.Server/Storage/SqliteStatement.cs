using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Baton.Server.Storage;

/// <summary>
/// A prepared statement of SQLite without what ADO.NET puts around it: no value is boxed, no parameter looked up by name. A row costs what SQLite
/// makes of it and little more.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int LongestOnStack = 512;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement; its parameters are <c>?1</c>, <c>?2</c> and so on.</param>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Sets parameter <paramref name="number"/>, from 1.</summary>
    public void Bind(int number, Guid? value)
    {
        if (value is not { } id)
        {
            BindNull(number);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, number, bytes));
    }

    /// <inheritdoc cref="Bind(int, Guid?)"/>
    public void Bind(int number, long? value)
    {
        if (value is { } integer)
        {
            Check(raw.sqlite3_bind_int64(_statement, number, integer));
        }
        else
        {
            BindNull(number);
        }
    }

    /// <inheritdoc cref="Bind(int, Guid?)"/>
    public void Bind(int number, double? value)
    {
        if (value is { } real)
        {
            Check(raw.sqlite3_bind_double(_statement, number, real));
        }
        else
        {
            BindNull(number);
        }
    }

    /// <inheritdoc cref="Bind(int, Guid?)"/>
    public void Bind(int number, string? value)
    {
        if (value is null)
        {
            BindNull(number);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = most <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[most];
        Check(raw.sqlite3_bind_text(_statement, number, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    /// <inheritdoc cref="Bind(int, Guid?)"/>
    public void Bind(int number, byte[]? value)
    {
        if (value is null)
        {
            BindNull(number);
        }
        else
        {
            Check(raw.sqlite3_bind_blob(_statement, number, value));
        }
    }

    /// <summary>Runs a statement that has no rows.</summary>
    /// <returns>How many rows it has changed.</returns>
    public int Run()
    {
        try
        {
            Check(raw.sqlite3_step(_statement));
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Goes to the next row; false behind the last. <see cref="Reset"/> has to follow.</summary>
    public bool Next()
    {
        var state = raw.sqlite3_step(_statement);
        Check(state);
        return state == raw.SQLITE_ROW;
    }

    /// <summary>Back to the start, for another run. It repeats a failure that the last run has told already.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public Guid Uuid(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void BindNull(int number) => Check(raw.sqlite3_bind_null(_statement, number));

    private void Check(int state)
    {
        if (state is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(state, _connection);
        }
    }
}
