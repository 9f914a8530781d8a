using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>
/// Inserts many rows of one workspace. Described once, as a static field, and run by any thread:
/// <code>
/// new BulkInsert&lt;Visit&gt;("visit", new Columns&lt;Visit&gt;().Uuid("visit_id", v => v.Id).Bigint("at", v => v.At), "ON CONFLICT DO NOTHING")
/// </code>
/// becomes <c>INSERT INTO visit (workspace_id, visit_id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING</c> in SQLite, and in PostgreSQL
/// <c>INSERT INTO visit (workspace_id, visit_id, at) SELECT $1, v.visit_id, v.at FROM unnest($2::uuid[], $3::bigint[]) AS v(visit_id, at) ON CONFLICT DO NOTHING</c>.
/// </summary>
internal sealed class BulkInsert<TRow>
{
    private readonly BulkStatement<TRow> _plain;
    private readonly BulkStatement<TRow> _returning;

    /// <param name="table">Its name.</param>
    /// <param name="columns">All but <c>workspace_id</c>. For <see cref="RunAndFindNew"/> the first tells the rows apart.</param>
    /// <param name="then">
    /// What follows in both databases, such as <c>ON CONFLICT DO NOTHING</c>. With <c>DO UPDATE</c> no two rows of a run may be for the same key:
    /// PostgreSQL refuses that.
    /// </param>
    public BulkInsert(string table, Columns<TRow> columns, string then = "")
    {
        var into = $"INSERT INTO {table} (workspace_id, {Unnested.Names(columns)})";
        var numbers = string.Join(", ", Enumerable.Range(1, columns.Count + 1).Select(number => FormattableString.Invariant($"?{number}")));
        var sqlite = $"{into} VALUES ({numbers}) {then}";
        var postgres = $"{into} SELECT $1, {Unnested.Names(columns, "v.")} FROM {Unnested.Rows(columns)} {then}";
        _plain = new BulkStatement<TRow>(sqlite, postgres, columns);
        _returning = new BulkStatement<TRow>(sqlite, $"{postgres} RETURNING {table}.{columns[0].Name}", columns);
    }

    /// <returns>How many rows were inserted, or updated where <c>DO UPDATE</c> follows.</returns>
    public int Run(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows) => _plain.Run(transaction, workspaceId, rows);

    /// <summary>Inserts, and tells which rows are new: for <c>ON CONFLICT DO NOTHING</c>. Of rows with the same key the first is inserted.</summary>
    /// <returns>The indexes of the rows that were inserted, ascending.</returns>
    public IReadOnlyList<int> RunAndFindNew(DbTransaction transaction, Guid workspaceId, IReadOnlyList<TRow> rows) =>
        _returning.RunAndFind(transaction, workspaceId, rows);
}
