using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

/// <summary>The schema as it is in the databases, after all files were applied.</summary>
public class SchemaTests
{
    // The one table that is about the database and not about anybody's data.
    private const string Exception = "schema_version";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Workspace_id_is_in_every_table_and_leads_every_key(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        var (tables, keys) = await ReadAsync(database);

        tables.ShouldNotBeEmpty();
        tables.Where(table => !table.Columns.Contains("workspace_id")).Select(table => table.Name).ShouldBeEmpty();
        keys.Where(key => key.Columns[0] != "workspace_id").Select(key => key.Name).ShouldBeEmpty();
        tables.Select(table => table.Name).Except(keys.Where(key => key.IsPrimary).Select(key => key.Table)).ShouldBeEmpty("Every table has a primary key.");
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_and_keys()
    {
        await using var sqlite = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var postgres = await TestDatabase.CreateAsync(Dialect.Postgres);

        var (expected, expectedKeys) = await ReadAsync(postgres);
        var (tables, keys) = await ReadAsync(sqlite);

        tables.Select(Shown).Order().ShouldBe(expected.Select(Shown).Order());
        keys.Select(Shown).Order().ShouldBe(expectedKeys.Select(Shown).Order());

        static string Shown(object schema) => schema switch
        {
            Table table => $"{table.Name}: {string.Join(", ", table.Columns)}",
            Key key => $"{key.Table}: {(key.IsPrimary ? "primary " : "")}{string.Join(", ", key.Columns)}",
            _ => "",
        };
    }

    [Theory]
    [EachDatabase]
    public async Task What_breaks_the_rule_is_found(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await database.Db.WriteAsync(
            tx => tx.Connection!.Execute(
                """
                CREATE TABLE good (workspace_id uuid NOT NULL, id uuid NOT NULL, code text, PRIMARY KEY (workspace_id, id), UNIQUE (id, workspace_id));
                CREATE TABLE bad (
                    id uuid NOT NULL, workspace_id uuid NOT NULL, code text UNIQUE, good_id uuid,
                    PRIMARY KEY (id, workspace_id),
                    FOREIGN KEY (good_id, workspace_id) REFERENCES good (id, workspace_id));
                CREATE UNIQUE INDEX good_code ON good (code, workspace_id);
                CREATE UNIQUE INDEX good_expression ON good (lower(code), workspace_id);
                """,
                transaction: tx),
            Cancel);

        var (_, keys) = await ReadAsync(database);

        // Both sides of the foreign key count for the table that refers.
        keys.Where(key => key.Columns[0] != "workspace_id").Select(key => key.Table).Order().ShouldBe(["bad", "bad", "bad", "bad", "good", "good", "good"]);
    }

    private static async Task<(List<Table> Tables, List<Key> Keys)> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.Db.OpenReadAsync(Cancel);
        var (tables, keys) = database.Dialect switch
        {
            Dialect.Sqlite => OfSqlite(connection),
            Dialect.Postgres => OfPostgres(connection),
        };
        return ([.. tables.Where(table => table.Name != Exception)], [.. keys.Where(key => key.Table != Exception)]);
    }

    private static (IEnumerable<Table> Tables, IEnumerable<Key> Keys) OfSqlite(DbConnection connection)
    {
        var tables = Group(connection.Query<Part>(
            """
            SELECT t.name AS "table", t.name, c.name AS "column"
            FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
            ORDER BY t.name, c.cid
            """));
        var primary = Group(connection.Query<Part>(
            """
            SELECT t.name AS "table", t.name || ' primary key' AS name, c.name AS "column"
            FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.pk > 0
            ORDER BY t.name, c.pk
            """));
        var unique = Group(connection.Query<Part>(
            """
            SELECT t.name AS "table", i.name, c.name AS "column"
            FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
            WHERE t.type = 'table' AND i."unique" AND i.origin <> 'pk'
            ORDER BY i.name, c.seqno
            """));
        const string ForeignKey =
            """
            SELECT t.name AS "table", t.name || ' foreign key ' || f.id || ' {0}' AS name, f."{0}" AS "column"
            FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table'
            ORDER BY t.name, f.id, f.seq
            """;
        var foreign = new[] { "from", "to" }.SelectMany(side => Group(connection.Query<Part>(ForeignKey.Replace("{0}", side, StringComparison.Ordinal))));
        return (
            tables.Select(table => new Table(table.Name, table.Columns)),
            [.. primary.Select(key => key with { IsPrimary = true }), .. unique, .. foreign]);
    }

    private static (IEnumerable<Table> Tables, IEnumerable<Key> Keys) OfPostgres(DbConnection connection)
    {
        var tables = Group(connection.Query<Part>(
            """
            SELECT c.relname AS "table", c.relname AS name, a.attname AS "column"
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attnum
            """));
        const string Index =
            """
            SELECT t.relname AS "table", i.relname AS name, a.attname AS "column"
            FROM pg_index x
            JOIN pg_class t ON t.oid = x.indrelid AND t.relnamespace = 'public'::regnamespace
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_attribute a ON a.attrelid = i.oid
            WHERE x.indisunique AND x.indisprimary = @isPrimary AND a.attnum <= x.indnkeyatts
            ORDER BY i.relname, a.attnum
            """;
        const string ForeignKey =
            """
            SELECT t.relname AS "table", k.conname || ' {0}' AS name, a.attname AS "column"
            FROM pg_constraint k
            JOIN pg_class t ON t.oid = k.conrelid AND t.relnamespace = 'public'::regnamespace
            CROSS JOIN LATERAL unnest(k.{0}) WITH ORDINALITY AS c(attnum, n)
            JOIN pg_attribute a ON a.attrelid = CASE '{0}' WHEN 'conkey' THEN k.conrelid ELSE k.confrelid END AND a.attnum = c.attnum
            WHERE k.contype = 'f'
            ORDER BY k.conname, c.n
            """;
        var primary = Group(connection.Query<Part>(Index, new { isPrimary = true })).Select(key => key with { IsPrimary = true });
        var unique = Group(connection.Query<Part>(Index, new { isPrimary = false }));
        var foreign = new[] { "conkey", "confkey" }.SelectMany(side => Group(connection.Query<Part>(ForeignKey.Replace("{0}", side, StringComparison.Ordinal))));
        return (tables.Select(table => new Table(table.Name, table.Columns)), [.. primary, .. unique, .. foreign]);
    }

    private static IEnumerable<Key> Group(IEnumerable<Part> parts) =>
        parts.GroupBy(part => (part.Table, part.Name)).Select(key => new Key(key.Key.Table, key.Key.Name, [.. key.Select(part => part.Column ?? "(an expression)")]));

    private sealed record Table(string Name, string[] Columns);

    private sealed record Key(string Table, string Name, string[] Columns, bool IsPrimary = false);

    private sealed class Part
    {
        public string Table { get; init; } = "";

        public string Name { get; init; } = "";

        public string? Column { get; init; }
    }
}
