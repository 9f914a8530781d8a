using System.Data;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;
using SQLitePCL;

namespace Baton.Server.Tests.Storage;

/// <summary>What a connection to SQLite keeps is its own.</summary>
public class SqliteSessionTests
{
    private static readonly BulkSelect<Guid, Guid> Known = new("workspace_id", "workspace", new Columns<Guid>().Uuid("workspace_id", id => id), row => row.Uuid(0));

    [Fact]
    public async Task Statements_are_gone_before_somebody_else_can_have_the_connection()
    {
        await using var database = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var file = SqliteFile.At(database.Location);
        var id = Guid.CreateVersion7();
        var nexts = new List<(bool IsSame, bool HasStatements)>();

        var session = file.OpenToRead();
        Known.Run(session, id, [id], _ => { });
        var handle = session.Handle!.DangerousGetHandle();
        HasStatements(session).ShouldBeTrue("It keeps the statement for the next time.");
        session.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
            {
                using var next = file.OpenToRead();
                nexts.Add((next.Handle!.DangerousGetHandle() == handle, HasStatements(next)));
            }
        };
        session.Dispose();

        nexts.ShouldBe([(true, false)]);
    }

    [Fact]
    public async Task However_many_read_at_once_each_has_a_connection_of_its_own()
    {
        await using var database = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var file = SqliteFile.At(database.Location);
        var workspace = await new WorkspaceStore(database.Db, SystemClock.Instance).AddAsync("Acme", TestContext.Current.CancellationToken);
        List<Guid> ids = [workspace.Id, .. Enumerable.Range(0, 19).Select(_ => Guid.CreateVersion7())];
        var rows = 0;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 500; round++)
                {
                    using var session = file.OpenToRead();
                    Known.Run(session, ids[0], ids, _ => Interlocked.Increment(ref rows));
                }
            },
            TaskCreationOptions.LongRunning)));
        file.ClosePool();
        rows.ShouldBe(16 * 500);
    }

    /// <summary>True where SQLite has memory for a statement of the connection.</summary>
    private static bool HasStatements(SqliteSession session)
    {
        raw.sqlite3_db_status(session.Handle, raw.SQLITE_DBSTATUS_STMT_USED, out var bytes, out _, 0).ShouldBe(raw.SQLITE_OK);
        return bytes > 0;
    }
}
