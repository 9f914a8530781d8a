using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Commands;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// A server under load whose disk is full, or cannot be written for a while: callers are asked to come again, reading goes on, what was acknowledged is there
/// exactly once, and nothing has to be restarted.
/// </summary>
public class BadDiskTests
{
    private const int Senders = 8;
    private const string Full = "The disk of Baton's database is full. Free some space; nothing has to be restarted.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_full_is_told_and_once_there_is_space_all_goes_on()
    {
        using var disk = SmallDisk.Mount(24 << 20);
        await using var world = await TestWorkspace.CreateAsync(await TestDatabase.CreateAtAsync(disk["baton.db"]));
        using var server = LiveServer.Start(disk["baton.db"]);

        await GoThroughAsync(world, server, () => disk.Fill(), disk.Free, Full);
    }

    [Fact]
    public async Task A_disk_that_what_comes_in_fills_up_loses_nothing_either()
    {
        using var disk = SmallDisk.Mount(32 << 20);
        disk.Fill(but: 10 << 20);
        await using var world = await TestWorkspace.CreateAsync(await TestDatabase.CreateAtAsync(disk["baton.db"]));
        using var server = LiveServer.Start(disk["baton.db"]);

        await GoThroughAsync(world, server, () => { }, disk.Free, Full);
    }

    [Fact]
    public async Task Files_that_may_not_be_written_for_a_while_are_told_and_written_again()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        string[] files = [world.Database.Location, world.Database.Location + "-wal"];
        using var server = LiveServer.Start(world.Database.Location);
        try
        {
            await GoThroughAsync(world, server, () => Seal("+i"), () => Seal("-i"), "Baton's database may not be written. Change the permissions of the file and its folder, or put it on a disk that can be written.");
        }
        finally
        {
            Seal("-i");
        }

        // What root has made immutable nobody writes, whoever has it open already.
        void Seal(string how)
        {
            foreach (var file in files.Where(File.Exists))
            {
                var isDone = OperatingSystem.IsLinux() && Run("chattr", how, file);
                Assert.SkipUnless(isDone || how == "-i", "Only root can make a file immutable, and not on every file system.");
            }
        }
    }

    [Fact]
    public void A_server_does_not_start_on_a_disk_that_is_full_or_read_only_and_says_why()
    {
        using var disk = SmallDisk.Mount();
        disk.Fill();
        BatonProcess.Run("serve", "--data", disk["baton.db"], "--urls", "http://127.0.0.1:0")
            .ShouldBeRefusedBecause($"The disk of {disk["baton.db"]} is full. Free some space; nothing has to be restarted.");

        disk.Free();
        File.Delete(disk["baton.db"]);
        disk.Remount("ro");
        BatonProcess.Run("serve", "--data", disk["baton.db"], "--urls", "http://127.0.0.1:0")
            .ShouldBeRefusedBecause($"{disk["baton.db"]} cannot be opened. Check that its folder exists and may be read and written.");
        disk.Remount("rw");
        BatonProcess.Run("key", "create", "--data", disk["baton.db"]).ExitCode.ShouldBe(0);
        disk.Remount("ro");
        BatonProcess.Run("serve", "--data", disk["baton.db"], "--urls", "http://127.0.0.1:0")
            .ShouldBeRefusedBecause($"{disk["baton.db"]} cannot be opened. Check that its folder exists and may be read and written.");
    }

    /// <summary>Loads a server, breaks its disk, sees what it says, mends the disk, and counts.</summary>
    private static async Task GoThroughAsync(TestWorkspace world, LiveServer server, Action breakDisk, Action mendDisk, string expected)
    {
        world.Now = SystemClock.Instance.GetCurrentInstant();
        using var client = server.Client(await world.WriteKeyAsync());
        using var reader = new HttpClient { BaseAddress = server.Url };
        var readKey = (await new KeyStore(world.Db, world).AddAsync(world.Id, "test", [Scopes.Read], Cancel)).Key.Text;
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", readKey);
        var acknowledged = new ConcurrentDictionary<string, byte>();
        var refused = new ConcurrentDictionary<string, int>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(client, sender, acknowledged, refused, enough.Token), Cancel)).ToList();
        await UntilAsync(() => acknowledged.Count > 200);
        breakDisk();
        await UntilAsync(() => refused.Values.Sum() > 50);

        (await reader.GetAsync("/api/leads?limit=5", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.GetAsync("/health/live", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await NotReadyAsync(reader, expected);

        mendDisk();
        var before = acknowledged.Count;
        await UntilAsync(() => acknowledged.Count > before + 200);
        (await reader.GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.Keys.ShouldContain(expected);
        refused.Keys.ShouldAllBe(told => !told.Contains(world.Database.Location), "Whoever sends is not told where the file is.");
        await enough.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(Patience, Cancel);

        await world.CatchUpAsync();
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        var kept = connection.Query<Guid>("SELECT event_id FROM event WHERE workspace_id = @Id", new { world.Id }).ToHashSet();
        acknowledged.Keys.Where(id => !kept.Contains(MessageId.ToEventId(id))).ShouldBeEmpty();
        kept.Count.ShouldBe(acknowledged.Count);
        (await world.ReplayAsync()).Where(lead => lead.Stored != lead.Replayed).ShouldBeEmpty();
        connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} kept; refused: {string.Join("; ", refused)}");
    }

    /// <summary>Sends call after call, each until it is acknowledged.</summary>
    private static async Task SendAsync(
        HttpClient client, int sender, ConcurrentDictionary<string, byte> acknowledged, ConcurrentDictionary<string, int> refused, CancellationToken enough)
    {
        var calls = new RandomCalls(sender + 1, people: 40);
        while (!enough.IsCancellationRequested)
        {
            var call = calls.Next(SystemClock.Instance.GetCurrentInstant());
            call["extra"] = new string('x', 500);
            while (true)
            {
                using var answer = await client.SendAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/{call["type"]}"), call);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    break;
                }

                ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta).ShouldBe((503, TimeSpan.FromSeconds(2)));
                refused.AddOrUpdate((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["detail"]!, 1, (_, times) => times + 1);
                await Task.Delay(20, Cancel);
            }

            acknowledged[(string)call["messageId"]!] = 0;
        }
    }

    /// <summary>At the brim, a small write may still fit where larger ones do not, so that health is well for a moment.</summary>
    private static async Task NotReadyAsync(HttpClient client, string expected)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20, Cancel))
        {
            using var ready = await client.GetAsync("/health/ready", Cancel);
            if (ready.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                var parts = JsonNode.Parse(await ready.Content.ReadAsStringAsync(Cancel))!["parts"]!;
                ((bool)parts["reading"]!["ok"]!, (string?)parts["writing"]!["reason"]).ShouldBe((true, expected));
                return;
            }

            watch.Elapsed.ShouldBeLessThan(Patience);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var watch = Stopwatch.StartNew(); !isSo(); await Task.Delay(20, Cancel))
        {
            watch.Elapsed.ShouldBeLessThan(Patience);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
