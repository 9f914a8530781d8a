using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

public class PostgresFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_was_stopped_is_used_again_once_it_is_back()
    {
        using var server = PostgresServer.Start();
        await using var database = Databases.Open(server.Location);
        await database.MigrateAsync(Cancel);
        await InsertAsync(database, 1);

        server.Stop();
        var whileDown = await Should.ThrowAsync<DatabaseUnavailableException>(() => InsertAsync(database, 2));
        await Should.ThrowAsync<DatabaseUnavailableException>(() => database.OpenReadAsync(Cancel));
        await Should.ThrowAsync<DatabaseUnavailableException>(() => database.MigrateAsync(Cancel));
        server.StartAgain();
        await Task.WhenAll(Enumerable.Range(3, 20).Select(number => InsertAsync(database, number)));

        whileDown.Message.ShouldContain("cannot be reached");
        whileDown.InnerException.ShouldNotBeNull();
        (await CountAsync(database)).ShouldBe(21);
    }

    [Fact]
    public async Task A_restart_while_nothing_is_written_is_not_noticed()
    {
        using var server = PostgresServer.Start();
        await using var database = Databases.Open(server.Location, new DatabaseOptions { PostgresWriters = 1 });
        await database.MigrateAsync(Cancel);
        await InsertAsync(database, 1);

        server.Stop();
        server.StartAgain();
        await InsertAsync(database, 2);

        (await CountAsync(database)).ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_of_work_leaves_nothing_half_done()
    {
        using var server = PostgresServer.Start();
        await using var database = Databases.Open(server.Location, new DatabaseOptions { PostgresWriters = 1 });
        await database.MigrateAsync(Cancel);

        await Should.ThrowAsync<DatabaseUnavailableException>(() => database.WriteAsync(
            tx =>
            {
                Insert(tx.Connection!, 1);
                server.Stop();
                return Insert(tx.Connection!, 2);
            },
            Cancel));
        server.StartAgain();
        await InsertAsync(database, 3);

        (await CountAsync(database)).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_takes_no_changes_is_unavailable_until_it_does()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Postgres);
        await using var administrator = await test.Db.OpenReadAsync(Cancel);
        var name = administrator.Database;
        await administrator.ExecuteAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await using var database = test.Open();

        var refused = await Should.ThrowAsync<DatabaseUnavailableException>(() => InsertAsync(database, 1));
        await administrator.ExecuteAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        await InsertAsync(database, 2);

        refused.Message.ShouldContain("read-only");
        (await CountAsync(database)).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_told()
    {
        using var server = PostgresServer.Start();
        await using var database = Databases.Open(server.Location.Replace("=postgres", "=nowhere", StringComparison.Ordinal));

        var missing = await Should.ThrowAsync<DatabaseUnavailableException>(() => database.MigrateAsync(Cancel));

        missing.Message.ShouldEndWith("database nowhere does not exist. Create the database, or name another.");
    }

    private static Task<int> InsertAsync(IDatabase database, int number) => database.WriteAsync(tx => Insert(tx.Connection!, number), Cancel);

    private static int Insert(System.Data.Common.DbConnection connection, int number) => connection.Execute(
        "INSERT INTO workspace (workspace_id, name, created_at) VALUES (@id, 'Acme', @number)", new { id = Visit.IdOf(number), number = (long)number });

    private static async Task<long> CountAsync(IDatabase database)
    {
        await using var connection = await database.OpenReadAsync(Cancel);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM workspace");
    }
}
