using System.Data.Common;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>
/// A statement that writes many rows of one workspace: SQLite runs it once a row, prepared; PostgreSQL once for up to 5,000 rows, which come as
/// one array a column.
/// </summary>
/// <param name="sqlite">For one row: <c>?1</c> is the workspace, <c>?2</c> the first column.</param>
/// <param name="postgres">For many: <c>$1</c> is the workspace, <c>$2</c> the array of the first column.</param>
/// <param name="columns">In the order of the parameters.</param>
internal sealed class BulkStatement<TRow>(string sqlite, string postgres, IReadOnlyList<Column<TRow>> columns)
{
    private const int MostRows = 5_000;

    /// <returns>How many rows were changed.</returns>
    public int Run(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows)
    {
        var changed = 0;
        if (transaction.Connection is SqliteSession connection)
        {
            RunEach(connection, workspaceId, rows, (_, changes) => changed += changes);
        }
        else
        {
            RunAll(transaction, workspaceId, rows, (command, _) => changed += command.ExecuteNonQuery());
        }

        return changed;
    }

    /// <returns>The indexes of the rows that were changed, ascending. The statement for PostgreSQL returns the first column of these.</returns>
    public List<int> RunAndFind(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows)
    {
        var found = new List<int>(rows.Count);
        if (transaction.Connection is SqliteSession connection)
        {
            RunEach(connection, workspaceId, rows, (row, changes) =>
            {
                if (changes > 0)
                {
                    found.Add(row);
                }
            });
        }
        else
        {
            RunAll(transaction, workspaceId, rows, (command, range) =>
            {
                using var returned = command.ExecuteReader();
                columns[0].Find(returned, rows, range, found);
            });
        }

        return found;
    }

    private void RunEach(SqliteSession connection, Guid workspaceId, IReadOnlyList<TRow> rows, Action<int, int> changed)
    {
        var statement = connection.Prepare(sqlite);
        statement.Bind(1, workspaceId);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                columns[i].Bind(statement, i + 2, rows[row]);
            }

            changed(row, statement.Run());
        }
    }

    private void RunAll(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows, Action<NpgsqlCommand, Range> run)
    {
        for (var from = 0; from < rows.Count; from += MostRows)
        {
            var range = from..Math.Min(rows.Count, from + MostRows);
            using var command = new NpgsqlCommand(postgres, (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = workspaceId });
            foreach (var column in columns)
            {
                command.Parameters.Add(column.ToArray(rows, range));
            }

            run(command, range);
        }
    }
}

/// <summary>How the arrays of a bulk statement are written in PostgreSQL.</summary>
internal static class Unnested
{
    /// <summary><c>unnest($2::uuid[], $3::text[]) AS v(lead_id, name)</c>.</summary>
    public static string Rows<TRow>(IReadOnlyList<Column<TRow>> columns) =>
        $"unnest({Parameters(columns)}) AS v({Names(columns)})";

    /// <summary><c>lead_id, name</c>, each below <paramref name="prefix"/>.</summary>
    public static string Names<TRow>(IEnumerable<Column<TRow>> columns, string prefix = "") =>
        string.Join(", ", columns.Select(column => prefix + column.Name));

    private static string Parameters<TRow>(IReadOnlyList<Column<TRow>> columns) =>
        string.Join(", ", columns.Select((column, i) => FormattableString.Invariant($"${i + 2}::{column.Type}[]")));
}
