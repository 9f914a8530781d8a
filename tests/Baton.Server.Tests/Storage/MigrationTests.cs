using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

public class MigrationTests
{
    private static readonly Migration First = new(1, "0001_first.sql", "CREATE TABLE first (workspace_id uuid NOT NULL PRIMARY KEY);\n");
    private static readonly Migration Second = new(2, "0002_second.sql", "CREATE TABLE second (workspace_id uuid NOT NULL PRIMARY KEY);\nINSERT INTO second SELECT * FROM first;\n");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_files_are_numbered_without_gaps()
    {
        Migration.All.Select(file => file.Version).ShouldBe(Enumerable.Range(1, Migration.All.Count));
        Migration.All.ShouldAllBe(file => Regex.IsMatch(file.Name, "^[0-9]{4}_[a-z0-9_]+\\.sql$", RegexOptions.NonBacktracking));
    }

    [Fact]
    public void Lines_may_be_for_one_database_only()
    {
        var file = new Migration(1, "0001_a.sql", "a\n-- sqlite only\nb\n-- postgres only\nc\n-- both\nd\n");

        file.For(Dialect.Sqlite).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["a", "b", "d"]);
        file.For(Dialect.Postgres).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["a", "c", "d"]);
    }

    [Fact]
    public void Line_ends_do_not_change_a_file() =>
        (First with { Text = First.Text.ReplaceLineEndings("\r\n") }).Checksum.ShouldBe(First.Checksum);

    [Theory]
    [EachDatabase]
    public async Task Nodes_that_start_at_once_apply_each_file_once(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        IDatabase[] nodes = [.. Enumerable.Range(0, 4).Select(_ => database.Open(With(First, Second)))];

        await Task.WhenAll(nodes.Select(node => node.MigrateAsync(Cancel)));
        await nodes[0].MigrateAsync(Cancel);

        (await AppliedAsync(nodes[0])).ShouldBe([1, 2]);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_that_fails_leaves_nothing_and_those_before_it_stay(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        await using var broken = database.Open(With(First, Second with { Text = "CREATE TABLE half (workspace_id uuid NOT NULL PRIMARY KEY);\nnonsense;\n" }));
        await using var mended = database.Open(With(First, Second));

        await Should.ThrowAsync<System.Data.Common.DbException>(() => broken.MigrateAsync(Cancel));
        (await AppliedAsync(broken)).ShouldBe([1]);
        await mended.MigrateAsync(Cancel);

        (await AppliedAsync(mended)).ShouldBe([1, 2]);
        await using var connection = await mended.OpenReadAsync(Cancel);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => connection.ExecuteAsync("SELECT * FROM half"));
    }

    [Theory]
    [EachDatabase]
    public async Task Amounts_of_deals_that_were_kept_in_hundredths_are_in_units_of_the_currency(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        await using var before = database.Open(With([.. Migration.All.TakeWhile(file => file.Name != "0011_imports_as_of.sql")]));
        await using var after = database.Open(With([.. Migration.All]));
        await before.MigrateAsync(Cancel);
        string[] data = ["{\"externalId\":\"a\",\"amount\":18000000}", "{\"externalId\":\"b\",\"amount\":18000050}", "{\"externalId\":\"c\",\"amount\":null}", "{\"externalId\":\"d\",\"amount\":1}"];
        await before.WriteAsync(
            tx => tx.Connection!.Execute(
                "INSERT INTO activity (workspace_id, activity_id, lead_id, at, kind, actor, data) VALUES (@id, @id, @id, 0, 'deal.changed', 'test', @json)",
                data.Select(json => new { id = Guid.CreateVersion7(), json }),
                tx),
            Cancel);

        await after.MigrateAsync(Cancel);

        await using var connection = await after.OpenReadAsync(Cancel);
        connection.Query<string>("SELECT data FROM activity").Select(json => System.Text.Json.JsonDocument.Parse(json).RootElement)
            .Select(json => $"{json.GetProperty("externalId")} {json.GetProperty("amount").GetRawText()}").Order().ShouldBe(["a 180000", "b 180000.5", "c null", "d 0.01"]);
    }

    [Theory]
    [EachDatabase]
    public async Task A_database_of_a_newer_baton_is_refused(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        await using var newer = database.Open(With(First, Second));
        await using var older = database.Open(With(First));
        await newer.MigrateAsync(Cancel);

        var refused = await Should.ThrowAsync<DatabaseRefusedException>(() => older.MigrateAsync(Cancel));

        refused.Message.ShouldEndWith(" was written by a newer Baton (schema 2; this one knows 1): start the newer version.");
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_that_was_changed_after_it_had_been_applied_is_refused(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        await using var before = database.Open(With(First));
        await using var after = database.Open(With(First with { Text = First.Text + "-- better\n" }, Second));
        await before.MigrateAsync(Cancel);

        var refused = await Should.ThrowAsync<DatabaseRefusedException>(() => after.MigrateAsync(Cancel));

        refused.Message.ShouldStartWith("0001_first.sql was changed after it had been applied to ");
        (await AppliedAsync(before)).ShouldBe([1]);
    }

    private static DatabaseOptions With(params Migration[] files) => new() { Schema = files };

    private static async Task<IEnumerable<int>> AppliedAsync(IDatabase database)
    {
        await using var connection = await database.OpenReadAsync(Cancel);
        return await connection.QueryAsync<int>("SELECT version FROM schema_version ORDER BY version");
    }
}
