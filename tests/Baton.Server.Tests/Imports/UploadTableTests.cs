using Baton.Server.Imports;
using Baton.Server.Retention;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Imports;

public class UploadTableTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_comes_of_an_upload_after_it_was_given_up_is_not_kept(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var slow = await BeginAsync(world);
        (await AddAsync(world, slow, 0)).ShouldBeTrue();

        world.Now += UploadTable.Patience;
        (await world.Db.WriteAsync(transaction => UploadTable.Abandon(transaction, world.Id, world.Now), Cancel)).ShouldBe(1);

        (await AddAsync(world, slow, 1)).ShouldBeFalse();
        (await PartsAsync(world)).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task A_file_that_stops_coming_for_too_long_is_refused_and_leaves_nothing_but_its_name(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var desk = new ImportDesk(world.Db, world.Runner(), world);
        await using var content = new PausingStream(UploadTable.PartSize + 10, async () =>
        {
            world.Now += UploadTable.Patience;
            await world.Db.WriteAsync(transaction => UploadTable.Abandon(transaction, world.Id, world.Now), Cancel);
        });

        var result = await desk.KeepAsync(new Upload(world.Id, ImportKind.Leads, ColumnChoices.None, AsOf: null, "leads.csv", "test", content), Cancel);

        result.ShouldBeOfType<UploadResult.Unreadable>().Reason.ShouldBe(UploadTable.BrokenOff);
        (await PartsAsync(world)).ShouldBe(0);
        (await desk.ListAsync(world.Id, before: null, 10, Cancel)).ShouldHaveSingleItem().State.ShouldBe(ImportState.Failed);
    }

    [Theory, EachDatabase]
    public async Task Of_files_that_are_sent_at_once_no_more_wait_than_may(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var desk = new ImportDesk(world.Db, world.Runner(), world);

        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => desk.KeepAsync(
            new Upload(world.Id, ImportKind.Leads, ColumnChoices.None, AsOf: null, $"{number}.csv", "test", new MemoryStream("id,title\n1,x\n"u8.ToArray())), Cancel)));

        results.Count(result => result is UploadResult.Waits).ShouldBe(20);
        results.OfType<UploadResult.Unreadable>().ShouldAllBe(refused => refused.Reason.StartsWith("20 files wait already", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Pieces_of_files_of_which_nothing_is_to_be_imported_go(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var open = await BeginAsync(world);
        await AddAsync(world, open, 0);
        await world.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                "INSERT INTO import_part (workspace_id, import_id, part, content) VALUES (@Id, @gone, 0, @content), (@Id, @gone, 1, @content)", new { world.Id, gone = Guid.CreateVersion7(), content = "x"u8.ToArray() }, transaction),
            Cancel);

        (await new Leftovers(world.Db, world).WorkAsync(world.Id, Cancel)).ShouldBe(2);
        (await new Leftovers(world.Db, world).WorkAsync(world.Id, Cancel)).ShouldBe(0);
        (await PartsAsync(world)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task What_is_asked_before_an_import_reads_no_more_imports_than_it_finds(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.Db.WriteAsync(
            transaction =>
            {
                for (var number = 0; number < 2_000; number++)
                {
                    var (import, bytes) = (Guid.CreateVersion7(), BitConverter.GetBytes((long)number));
                    transaction.Connection!.Execute(
                        """
                        INSERT INTO import (workspace_id, import_id, kind, file_name, bytes, bytes_read, fingerprint, choices, state, line, accepted, repeated, rejected, is_uploaded, started_at, as_of, finished_at, started_by, held_until)
                        VALUES (@Id, @import, 0, 'a.csv', 1, 1, @bytes, '[]', 2, 1, 0, 0, 0, @no, 1, @number, 1, 'test', 0)
                        """,
                        new { world.Id, import, bytes, number, no = false },
                        transaction);
                }

                return transaction.Connection!.Execute("ANALYZE import", transaction: transaction);
            },
            Cancel);
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        foreach (var statement in ImportTable.AskedFirst)
        {
            object parameters = statement.Contains("max(as_of)", StringComparison.Ordinal)
                ? new { WorkspaceId = world.Id, world.Id, kind = (short)ImportKind.Leads, from = 10L, to = 20L }
                : new { workspaceId = world.Id, id = world.Id, fingerprint = new byte[8], isUploaded = true, running = (short)ImportState.Running, uploading = (short)ImportState.Uploading, waiting = (short)ImportState.Waiting, done = (short)ImportState.Done };
            var plan = dialect == Dialect.Sqlite
                ? string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {statement}", parameters).Select(row => (string)row.detail))
                : string.Join('\n', connection.Query<string>($"EXPLAIN {statement}", parameters));
            plan.ShouldMatch("import_(fingerprint|as_of)", $"{statement}\n{plan}");
        }
    }

    private static async Task<Import> BeginAsync(TestWorkspace world)
    {
        var import = new Upload(world.Id, ImportKind.Leads, ColumnChoices.None, AsOf: null, "leads.csv", "test", Stream.Null).ToImport(world.Now, isUploaded: true);
        await world.Db.WriteAsync(
            transaction =>
            {
                ImportTable.Add(transaction, import, Guid.CreateVersion7(), world.Now + UploadTable.Patience);
                return true;
            },
            Cancel);
        return import;
    }

    private static Task<bool> AddAsync(TestWorkspace world, Import import, int part) =>
        world.Db.WriteAsync(transaction => UploadTable.Add(transaction, world.Id, import.Id, part, "id,title\n"u8.ToArray(), world.Now + UploadTable.Patience), Cancel);

    private static Task<long> PartsAsync(TestWorkspace world) => world.ScalarAsync<long>("SELECT COUNT(*) FROM import_part WHERE workspace_id = @Id");

    /// <summary>Brings so many bytes, and something happens before the last.</summary>
    private sealed class PausingStream(int bytes, Func<Task> pause) : MemoryStream(new byte[bytes])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= UploadTable.PartSize)
            {
                await pause();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
