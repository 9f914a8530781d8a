using System.Globalization;
using System.Text;
using Baton.Server.Commands;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;

namespace Baton.Bench.Ingest;

/// <summary>
/// Measures intake beside the raw append of the same rows, on an empty database and on one with many leads. Each measurement has a copy of that
/// database for itself; the two take turns, and the median of each counts.
/// </summary>
internal sealed class IngestBench(IngestOptions options)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    // The runtime compiles what is hot for as long as that.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(18);

    public async Task RunAsync()
    {
        var workload = Workload.Read(options.Events, options.MostEvents);
        Console.WriteLine($"{workload.Events:N0} events");
        Console.WriteLine("database   leads       batch   raw rows/s   Baton events/s   ratio   p50 ms   p99 ms   p99 at half load   CPU µs/event   of all   peak MB");
        foreach (var database in options.Databases)
        {
            foreach (var leads in options.Leads)
            {
                await using var template = await BenchDatabase.CreateAsync(database, options.Folder, options.Postgres);
                var world = await FillAsync(template, leads);
                foreach (var batch in options.Batches)
                {
                    await MeasureAsync(template, world, leads, batch, workload);
                }
            }
        }
    }

    private async Task MeasureAsync(BenchDatabase template, World world, int leads, int batch, Workload workload)
    {
        var raw = new List<double>();
        var turns = new List<Turn>();
        for (var turn = 0; turn < options.Turns; turn++)
        {
            await using (var place = await template.CopyAsync())
            {
                await using var database = Databases.Open(place.Location);
                var rows = workload.Rows(world.Playbook, SystemClock.Instance.GetCurrentInstant());
                raw.Add(await RawAppend.RowsPerSecondAsync(database, place.Location, world.Workspace, rows, batch, Time));
            }

            await using (var place = await template.CopyAsync())
            {
                turns.Add(await TurnAsync(place.Location, world.Key, batch, workload));
            }
        }

        var (rowsPerSecond, baton) = (raw.Order().ElementAt(raw.Count / 2), turns.OrderBy(turn => turn.PerSecond).ElementAt(turns.Count / 2));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{template.Kind,-10} {leads,-10:N0} {batch,6} {rowsPerSecond,12:N0} {baton.PerSecond,16:N0} {baton.PerSecond / rowsPerSecond,7:0.00} {baton.Full.P50,8:0.0} {baton.Full.P99,8:0.0} {baton.Half.P99,18:0.0} {baton.Processor.TotalMicroseconds,14:0.0} {baton.Machine.TotalMicroseconds,8:0.0} {baton.PeakMegabytes,9:N0}{(baton.Full.Refused + baton.Half.Refused is > 0 and var refused ? $"   {refused} refused" : "")}"));
    }

    private async Task<Turn> TurnAsync(string location, string key, int batch, Workload workload)
    {
        await using var server = await ServerProcess.StartAsync(options.Program, location);
        var requests = workload.Requests(batch, key).ToList();
        var client = new LoadClient(server.Port, batch == 1 ? 64 : 16);
        var warm = await client.RunAsync(requests, WarmUp);
        var (used, ofAll) = (server.ProcessorTime, ServerProcess.ProcessorTimeOfAll());
        var full = await client.RunAsync(requests.Skip(warm.Sent), Time);
        (used, ofAll) = (server.ProcessorTime - used, ServerProcess.ProcessorTimeOfAll() - ofAll);
        var half = await client.RunAsync(requests.Skip(warm.Sent + full.Sent), Time, full.Acknowledged / full.Time.TotalSeconds / 2);
        return new Turn(full, half, full.Acknowledged * batch / full.Time.TotalSeconds, used / (full.Acknowledged * batch), ofAll / (full.Acknowledged * batch), server.PeakMegabytes);
    }

    private async Task<World> FillAsync(BenchDatabase place, int leads)
    {
        var cancel = CancellationToken.None;
        var clock = SystemClock.Instance;
        await using var database = Databases.Open(place.Location);
        await database.MigrateAsync(cancel);
        var workspace = await new WorkspaceStore(database, clock).AddAsync("Bench", cancel);
        var playbooks = new PlaybookStore(database, clock);
        await playbooks.AddAsync(workspace.Id, await File.ReadAllTextAsync(options.Playbook, cancel), "bench", CommandLineAct.Of("bench", "bench"), cancel);
        foreach (var team in PlaybookStore.Teams)
        {
            await playbooks.SignAsync(workspace.Id, 1, team, "bench", CommandLineAct.Of("bench", "bench"), cancel);
        }

        await playbooks.PublishAsync(workspace.Id, 1, CommandLineAct.Of("bench", "bench"), cancel);
        var (key, _) = await new KeyStore(database, clock).AddAsync(workspace.Id, "bench", [Scopes.Write], by: null, CommandLineAct.Of("bench", "bench"), cancel);
        var shelf = new PlaybookShelf();
        var playbook = await shelf.CurrentAsync(database, workspace.Id, cancel);
        var door = new Door(database, shelf, clock);
        var reader = new CallReader(playbook);
        foreach (var numbers in Enumerable.Range(1, leads).Chunk(5_000))
        {
            var now = clock.GetCurrentInstant();
            await door.AdmitAsync(workspace.Id, new Admitted([.. numbers.Select(number => Identify(reader, number, now))], []), cancel);
        }

        return new World(workspace.Id, playbook, key.Text);
    }

    private static Call Identify(CallReader reader, int number, Instant now) => reader.Read(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"identify","userId":"lead-{{{number}}}","messageId":"lead-{{{number}}}","traits":{"email":"p{{{number}}}@c{{{number / 5}}}.example","title":"Plant Manager","industry":"Pharmaceuticals","employees":{{{number % 3000}}},"country":"Germany"}}""")),
        kind: null, sentAt: null, now, out _)!;

    /// <summary>What a filled database has.</summary>
    private sealed record World(Guid Workspace, PublishedPlaybook Playbook, string Key);

    /// <summary>What a server did.</summary>
    /// <param name="Full">As much as it takes.</param>
    /// <param name="Half">Half of that.</param>
    /// <param name="PerSecond">Acknowledged events, at full load.</param>
    /// <param name="Processor">Its processor time an event, at full load.</param>
    /// <param name="Machine">The same of all that runs on the machine: server, load, database, system.</param>
    /// <param name="PeakMegabytes">The most memory that it had.</param>
    private sealed record Turn(LoadResult Full, LoadResult Half, double PerSecond, TimeSpan Processor, TimeSpan Machine, long PeakMegabytes);
}

/// <summary>What to measure.</summary>
internal sealed record IngestOptions(
    int Turns, string Program, string Events, int MostEvents, string Playbook, string Folder, string Postgres,
    IReadOnlyList<string> Databases, IReadOnlyList<int> Leads, IReadOnlyList<int> Batches);
