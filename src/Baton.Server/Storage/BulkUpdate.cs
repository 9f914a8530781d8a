using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>
/// Updates many rows of one workspace, each by its key. Described once, as a static field, and run by any thread. In PostgreSQL it is
/// <c>UPDATE lead AS t SET stage = v.stage FROM unnest($2::uuid[], $3::text[]) AS v(lead_id, stage) WHERE t.workspace_id = $1 AND t.lead_id = v.lead_id</c>.
/// </summary>
internal sealed class BulkUpdate<TRow>
{
    private readonly BulkStatement<TRow> _statement;

    /// <param name="table">Its name.</param>
    /// <param name="key">What, with <c>workspace_id</c>, a row is found by: its key, and perhaps the version that it must still have.</param>
    /// <param name="set">What changes. No two rows of a run may have the same key.</param>
    public BulkUpdate(string table, Columns<TRow> key, Columns<TRow> set)
    {
        Column<TRow>[] columns = [.. key, .. set];
        var sqlite = $"UPDATE {table} SET {Equal(set, key.Count + 2, ", ")} WHERE workspace_id = ?1 AND {Equal(key, 2, " AND ")}";
        var postgres = $"UPDATE {table} AS t SET {string.Join(", ", set.Select(column => $"{column.Name} = v.{column.Name}"))} "
            + $"FROM {Unnested.Rows(columns)} "
            + $"WHERE t.workspace_id = $1 AND {string.Join(" AND ", key.Select(column => $"t.{column.Name} = v.{column.Name}"))}";
        _statement = new BulkStatement<TRow>(sqlite, postgres, columns);
    }

    /// <returns>How many rows were found and updated.</returns>
    public int Run(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows) => _statement.Run(transaction, workspaceId, rows);

    private static string Equal(Columns<TRow> columns, int first, string separator) =>
        string.Join(separator, columns.Select((column, i) => FormattableString.Invariant($"{column.Name} = ?{first + i}")));
}
