using Baton.Server.Storage;
using Baton.Server.Tests.Imports;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Tests.Storage;

public class SqliteFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_of_the_file_s_size_is_told_as_a_full_disk_and_is_gone_with_the_connection()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        var large = Visit.Of(1) with { Page = new string('x', 1_000_000) };
        await Visit.InsertAsync(database.Db, 2);

        var full = await Should.ThrowAsync<DatabaseUnavailableException>(() => database.Db.WriteAsync(
            tx =>
            {
                tx.Connection!.Execute("PRAGMA max_page_count = 20", transaction: tx);
                return Visit.Insert.Run(tx, Visit.Workspace, [large]);
            },
            Cancel));
        await database.Db.WriteAsync(tx => Visit.Insert.Run(tx, Visit.Workspace, [large]), Cancel);

        full.Message.ShouldBe($"The disk of {database.Location} is full. Free some space; nothing has to be restarted.");
        (await Visit.CommittedAsync(database.Db)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_full_disk_makes_the_database_unavailable_until_there_is_space()
    {
        using var disk = SmallDisk.Mount();
        await using var database = Databases.Open(disk["baton.db"]);
        await database.MigrateAsync(Cancel);
        await InsertAsync(database, 1, "first");
        await File.WriteAllBytesAsync(disk["ballast"], new byte[disk.Size / 2], Cancel);

        var saved = 0;
        await Should.ThrowAsync<DatabaseUnavailableException>(async () =>
        {
            while (true)
            {
                await InsertAsync(database, saved + 2, new string('x', 100_000));
                saved++;
            }
        });
        (await CountAsync(database)).ShouldBe(1 + saved);
        File.Delete(disk["ballast"]);
        await InsertAsync(database, 1_000, new string('x', 100_000));

        (await CountAsync(database)).ShouldBe(2 + saved);
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_makes_the_database_unavailable_until_it_may()
    {
        using var disk = SmallDisk.Mount();
        await using (var before = Databases.Open(disk["baton.db"]))
        {
            await before.MigrateAsync(Cancel);
        }

        disk.Remount("ro");
        await using (var database = Databases.Open(disk["baton.db"]))
        {
            await Should.ThrowAsync<DatabaseUnavailableException>(() => InsertAsync(database, 1, "Acme"));
            disk.Remount("rw");
            await InsertAsync(database, 2, "Acme");
            (await CountAsync(database)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        await using var database = Databases.Open(folder.Write("leads.csv", new string('a', 5_000)));

        var told = await Should.ThrowAsync<DatabaseUnavailableException>(() => database.MigrateAsync(Cancel));
        await Should.ThrowAsync<DatabaseUnavailableException>(() => InsertAsync(database, 1, "Acme"));

        told.Message.ShouldBe($"{folder["leads.csv"]} is not a SQLite database. Name another file, or put a backup in its place.");
        File.ReadAllText(folder["leads.csv"]).ShouldBe(new string('a', 5_000));
    }

    [Fact]
    public async Task A_lock_of_another_program_makes_the_database_unavailable_until_it_is_let_go()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        await using (var other = new SqliteConnection($"Data Source={database.Location};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            await other.ExecuteAsync("BEGIN IMMEDIATE");

            var locked = await Should.ThrowAsync<DatabaseUnavailableException>(() => Visit.InsertAsync(database.Db, 1));

            locked.Message.ShouldContain("kept");
            (await Visit.CommittedAsync(database.Db)).ShouldBeEmpty();
        }

        await Visit.InsertAsync(database.Db, 2);
        (await Visit.CommittedAsync(database.Db)).ShouldBe([2]);
    }

    [Fact]
    public async Task Reading_cannot_write()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        await using var connection = await database.Db.OpenReadAsync(Cancel);

        var refused = await Should.ThrowAsync<SqliteException>(() => connection.ExecuteAsync("DELETE FROM visit"));

        Databases.Explain(refused).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_log_that_a_reader_keeps_from_starting_afresh_is_noticed_and_shrinks_after()
    {
        var notices = new List<string>();
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite, new DatabaseOptions { LogSize = 1 << 20, Notice = notices.Add });
        var log = new FileInfo(database.Location + "-wal");
        await using (var reader = await database.Db.OpenReadAsync(Cancel))
        {
            await using var old = reader.BeginSnapshot();
            (await reader.ExecuteScalarAsync<long>("SELECT count(*) FROM visit", transaction: old)).ShouldBe(0);
            for (var number = 0; number < 30; number++)
            {
                await WriteMuchAsync(database.Db, number);
            }

            (await reader.ExecuteScalarAsync<long>("SELECT count(*) FROM visit", transaction: old)).ShouldBe(0);
            notices.ShouldNotBeEmpty();
            notices.Count.ShouldBeLessThan(10);
            notices[0].ShouldStartWith($"{log.FullName} has grown to 1 MiB");
        }

        for (var number = 30; number < 60; number++)
        {
            await WriteMuchAsync(database.Db, number);
        }

        log.Refresh();
        log.Length.ShouldBeLessThan(2 << 20);
    }

    [Fact]
    public async Task A_log_stays_small_under_readers_of_whom_there_is_always_one()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite, new DatabaseOptions { LogSize = 1 << 20 });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var readers = Enumerable.Range(0, 6).Select(reader => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await using var connection = await database.Db.OpenReadAsync(Cancel);
                await using var snapshot = connection.BeginSnapshot();
                await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM visit", transaction: snapshot);
                await Task.Delay(20 + reader, Cancel);
            }
        }, Cancel)).ToList();
        var largest = 0L;
        for (var number = 0; number < 150; number++)
        {
            await WriteMuchAsync(database.Db, number);
            largest = Math.Max(largest, new FileInfo(database.Location + "-wal").Length);
        }

        await enough.CancelAsync();
        await Task.WhenAll(readers);
        largest.ShouldBeLessThan(8 << 20, "30 MiB were written.");
    }

    private static Task<int> WriteMuchAsync(IDatabase database, int number) => database.WriteAsync(
        tx => Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(number) with { Page = new string('x', 200_000) }]), Cancel);

    private static Task<int> InsertAsync(IDatabase database, int number, string name) => database.WriteAsync(
        tx => tx.Connection!.Execute(
            "INSERT INTO workspace (workspace_id, name, created_at) VALUES (@id, @name, 0)", new { id = Visit.IdOf(number), name }, tx),
        Cancel);

    private static async Task<long> CountAsync(IDatabase database)
    {
        await using var connection = await database.OpenReadAsync(Cancel);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM workspace");
    }
}
