using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Baton.Server.Tests.Imports;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// However many send however much while the database does not answer, memory stays bounded, and those for whom there is no room are told to come again.
/// BATON_TEST_CONNECTIONS says how many send at once.
/// </summary>
public class MemoryTests
{
    private const string Lost = "lost";
    private const long MostMemory = 1_200L << 20;

    private static readonly int Connections =
        int.TryParse(Environment.GetEnvironmentVariable("BATON_TEST_CONNECTIONS"), CultureInfo.InvariantCulture, out var number) ? number : 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Large_bodies_are_refused_once_memory_is_taken(Dialect dialect) => await StallAsync(dialect, Batch(calls: 20, bytes: 24_000), isNamed: true);

    [Theory, EachDatabase]
    public async Task Small_bodies_that_unpack_to_large_ones_are_refused_likewise(Dialect dialect) => await StallAsync(dialect, TemporaryFolder.Gzip(Batch(calls: 20, bytes: 24_000)), isNamed: true);

    [Fact]
    public async Task Calls_that_take_more_memory_than_their_text_are_counted_as_such() => await StallAsync(Dialect.Sqlite, BatchOfTraits(), isNamed: true);

    [Fact]
    public async Task Who_does_not_say_who_it_is_takes_no_room_from_those_who_do() => await StallAsync(Dialect.Sqlite, Batch(calls: 20, bytes: 24_000), isNamed: false);

    [Fact]
    public async Task Who_announces_much_and_sends_little_takes_little()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        var key = await world.WriteKeyAsync();
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(key);
        (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x" })).ShouldBe(System.Net.HttpStatusCode.OK);
        var senders = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                var sender = new TcpClient();
                senders.Add(sender);
                await sender.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
                await sender.GetStream().WriteAsync(Head(key, 500_000), Cancel);
            }

            // Each of them could take half a megabyte, and nobody else is kept waiting by that.
            (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x" })).ShouldBe(System.Net.HttpStatusCode.OK);
            server.WorkingSet.ShouldBeLessThan(MostMemory);
        }
        finally
        {
            senders.ForEach(sender => sender.Dispose());
        }
    }

    [Fact]
    public void What_is_taken_is_given_back()
    {
        var room = new IntakeRoom();
        using (var place = room.Enter(IPAddress.Loopback))
        {
            place.Take(IntakeRoom.MostOfAddress);
            Should.Throw<DatabaseBusyException>(() => place.Take(1));
            using var neighbour = room.Enter(IPAddress.Parse("192.0.2.1"));
            neighbour.Take(IntakeRoom.MostOfAddress);
            using var other = room.Enter();
            other.Take(IntakeRoom.Most - (2 * IntakeRoom.MostOfAddress) - 1);
            Should.Throw<DatabaseBusyException>(() => other.Take(1));
        }

        room.Taken.ShouldBe(0);
        using var again = room.Enter(IPAddress.Loopback);
        again.Take(IntakeRoom.MostOfAddress);
    }

    private static async Task StallAsync(Dialect dialect, byte[] body, bool isNamed)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var key = await world.WriteKeyAsync();
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(key);
        (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x" })).ShouldBe(System.Net.HttpStatusCode.OK);
        var statuses = new ConcurrentDictionary<string, int>();
        var most = 0L;
        Task[] senders;
        await using (await LockAsync(world.Database))
        {
            senders = [.. Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(server.Url, isNamed ? key : null, body, statuses), Cancel))];
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20) && senders.Any(sender => !sender.IsCompleted); await Task.Delay(20, Cancel))
            {
                most = Math.Max(most, server.WorkingSet);
            }
        }

        await Task.WhenAll(senders).WaitAsync(Patience, Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine($"{most >> 20} MB at most; {string.Join(", ", statuses)}");
        most.ShouldBeLessThan(MostMemory);
        if (isNamed)
        {
            statuses.Keys.ShouldBeSubsetOf(["200", "503 with Retry-After", Lost]);
            statuses.ShouldContainKey("503 with Retry-After");
        }

        // Nothing is left over: whoever comes now is taken.
        (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x" })).ShouldBe(System.Net.HttpStatusCode.OK);
    }

    /// <summary>Keeps the server from writing until it is disposed.</summary>
    private static async Task<IAsyncDisposable> LockAsync(TestDatabase database)
    {
        if (database.Dialect == Dialect.Sqlite)
        {
            var sqlite = new SqliteConnection($"Data Source={database.Location};Pooling=False");
            await sqlite.OpenAsync(Cancel);
            await sqlite.ExecuteAsync("BEGIN IMMEDIATE");
            return sqlite;
        }

        var postgres = new Npgsql.NpgsqlConnection(database.Location + ";Pooling=False");
        await postgres.OpenAsync(Cancel);
        await postgres.ExecuteAsync("BEGIN; LOCK TABLE event IN EXCLUSIVE MODE");
        return postgres;
    }

    /// <summary>As a client that only sends and reads the status: thousands of them take no memory of the test's own.</summary>
    private static async Task SendAsync(Uri url, string? key, byte[] body, ConcurrentDictionary<string, int> statuses)
    {
        string status;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port, Cancel);
            var stream = client.GetStream();
            var answer = new byte[4096];
            var read = stream.ReadAsync(answer, Cancel);
            await stream.WriteAsync(Head(key, body.Length), Cancel);
            await stream.WriteAsync(body, Cancel);
            var text = Encoding.ASCII.GetString(answer, 0, await read);
            status = text.Split(' ').ElementAtOrDefault(1) + (text.Contains("Retry-After: 2", StringComparison.OrdinalIgnoreCase) ? " with Retry-After" : "");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            // Who was refused and goes on sending for more than 5 seconds is cut off, and sends it again like everybody whose connection is lost.
            status = Lost;
        }

        statuses.AddOrUpdate(status, 1, (_, before) => before + 1);
    }

    private static byte[] Head(string? key, int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST /v1/batch HTTP/1.1\r\nHost: x\r\n{(key is null ? "" : $"Authorization: {LiveWorkspace.Basic(key)}\r\n")}Content-Length: {length}\r\n\r\n"));

    private static byte[] Batch(int calls, int bytes) => Batch(calls, new { type = "track", userId = "u", @event = "x", properties = new { x = new string('x', bytes) } });

    private static byte[] BatchOfTraits() => Batch(
        50, new { type = "identify", userId = "u", traits = Enumerable.Range(0, 1_000).ToDictionary(number => string.Create(CultureInfo.InvariantCulture, $"t{number}"), _ => 1) });

    private static byte[] Batch(int calls, object call) => JsonSerializer.SerializeToUtf8Bytes(new { batch = Enumerable.Repeat(call, calls) });
}
