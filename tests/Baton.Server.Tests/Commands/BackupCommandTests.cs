using System.Net;
using Baton.Server.Storage;
using Baton.Server.Tests.Docs;
using Baton.Server.Tests.Imports;
using Baton.Server.Tests.Intake;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Commands;

public sealed class BackupCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_is_made_while_others_write_holds_what_was_committed_up_to_one_moment()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        await database.Db.WriteAsync(
            tx => Visit.Insert.Run(tx, Visit.Workspace, [.. Enumerable.Range(1, 5_000).Select(number => Visit.Of(number) with { Page = new string('x', 2_000) })]), Cancel);
        using var stop = new CancellationTokenSource();
        var last = 5_000;
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await Visit.InsertAsync(database.Db, last + 1);
                    last++;
                }
            },
            Cancel);

        var before = last;
        var copies = Enumerable.Range(1, 3).Select(copy => Backup(database.Location, _folder[$"{copy}.db"])).ToArray();
        await stop.CancelAsync();
        await writing;

        last.ShouldBeGreaterThan(before, "Nobody has written meanwhile.");
        copies.ShouldAllBe(copy => copy.ExitCode == 0 && copy.Error == "");
        for (var copy = 1; copy <= 3; copy++)
        {
            await using var restored = Databases.Open(_folder[$"{copy}.db"]);
            await restored.MigrateAsync(Cancel);
            var numbers = await Visit.CommittedAsync(restored);
            numbers.Length.ShouldBeInRange(before, last);
            numbers.ShouldBe(Enumerable.Range(1, numbers.Length).Select(number => (long)number).ToArray());
            await Visit.InsertAsync(restored, 1_000_000);
        }

        Directory.GetFiles(_folder.Folder, "*.part*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_is_restored_as_the_documentation_says_after_a_server_that_was_killed()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        var key = BatonProcess.Run("key", "create", "--data", _folder["baton.db"]).Output.Trim();
        using (var server = LiveServer.Start(_folder["baton.db"]))
        using (var client = server.Client(key))
        {
            (await client.StatusAsync("/v1/track", new { userId = "u1", @event = "Before" })).ShouldBe(HttpStatusCode.OK);
            Backup(_folder["baton.db"], _folder["baton-backup.db"]).ExitCode.ShouldBe(0);
            (await client.StatusAsync("/v1/track", new { userId = "u1", @event = "After" })).ShouldBe(HttpStatusCode.OK);
            server.Kill();
        }

        File.Exists(_folder["baton.db-wal"]).ShouldBeTrue("The last changes lie beside the file.");
        var steps = new Page("docs/operating.md").Commands().Single(block => block.Script.Contains("mv baton.db", StringComparison.Ordinal)).Script;
        BatonProcess.InShell($"cd '{_folder.Folder}'\n{steps}").ExitCode.ShouldBe(0);
        using (var server = LiveServer.Start(_folder["baton.db"]))
        using (var client = server.Client(key))
        {
            (await client.StatusAsync("/v1/track", new { userId = "u1", @event = "Restored" })).ShouldBe(HttpStatusCode.OK);
        }

        await using var restored = Databases.Open(_folder["baton.db"]);
        await using var connection = await restored.OpenReadAsync(Cancel);
        connection.Query<string>("SELECT name FROM event ORDER BY name").ShouldBe(["Before", "Restored"]);
        connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_an_earlier_one_but_of_nothing_in_use()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        await using var other = await Visit.DatabaseAsync(Dialect.Sqlite);
        var earlier = _folder.Write("earlier.db", "an earlier copy");

        Backup(database.Location, earlier).ShouldBe(new BatonProcess(
            0, FormattableString.Invariant($"{earlier} is a copy of {database.Location}, whole and checked: {new FileInfo(earlier).Length:N0} bytes.\n"), ""));
        Backup(database.Location, other.Location).ShouldBe(new BatonProcess(
            1, "", $"{other.Location} is a database in use, or one that was not closed. Give the copy another name.\n"));
        var same = Backup(database.Location, database.Location);

        (same.ExitCode, same.Error.TrimEnd()).ShouldBe((2, $"--out {database.Location} and --data {database.Location} are one file. Give --out another name."));
        await using var connection = await other.Db.OpenReadAsync(Cancel);
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM visit")).ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_file_gives_no_copy_and_leaves_the_earlier_one()
    {
        await using (var database = await Visit.DatabaseAsync(Dialect.Sqlite))
        {
            await database.Db.WriteAsync(
                tx => Visit.Insert.Run(tx, Visit.Workspace, [.. Enumerable.Range(1, 2_000).Select(number => Visit.Of(number) with { Page = new string('x', 500) })]), Cancel);
            Backup(database.Location, _folder["baton.db"]).ExitCode.ShouldBe(0);
        }

        var bytes = await File.ReadAllBytesAsync(_folder["baton.db"], Cancel);
        bytes.AsSpan(bytes.Length / 2, 20_000).Fill(0x55);
        await File.WriteAllBytesAsync(_folder["baton.db"], bytes, Cancel);
        _folder.Write("earlier.db", "an earlier copy");

        var ended = Backup(_folder["baton.db"], _folder["earlier.db"]);

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain("damaged");
        File.ReadAllText(_folder["earlier.db"]).ShouldBe("an earlier copy");
        Directory.GetFiles(_folder.Folder, "*.part*").ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_copied_is_refused_in_words()
    {
        _folder.Write("leads.csv", new string('a', 5_000));

        Backup(_folder["none.db"], _folder["copy.db"]).ShouldBe(new BatonProcess(1, "", $"{_folder["none.db"]} does not exist. Check the name and the folder.\n"));
        Backup(_folder["leads.csv"], _folder["copy.db"]).ShouldBe(new BatonProcess(
            1, "", $"{_folder["leads.csv"]} is not a SQLite database. Name another file, or put a backup in its place.\n"));
        Backup(_folder["leads.csv"], _folder["none/copy.db"]).ShouldBe(new BatonProcess(
            1, "", $"The folder {_folder["none"]} does not exist. Create it or check the name.\n"));
        var postgres = Backup("postgres://ann:secret@db.example/baton", _folder["copy.db"]);

        (postgres.ExitCode, postgres.Error.Contains("pg_dump", StringComparison.Ordinal), postgres.Error.Contains("secret", StringComparison.Ordinal))
            .ShouldBe((2, true, false));
        Directory.GetFiles(_folder.Folder).ShouldBe([_folder["leads.csv"]]);
    }

    public void Dispose() => _folder.Dispose();

    private static BatonProcess Backup(string data, string target) => BatonProcess.Run("backup", "--data", data, "--out", target);
}
