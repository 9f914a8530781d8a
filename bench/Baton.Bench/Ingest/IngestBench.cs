using System.Globalization;
using System.Text;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using NodaTime;
using Npgsql;

namespace Baton.Bench.Ingest;

/// <summary>Measures intake beside the raw append of the same rows, on an empty database and on one with many leads.</summary>
internal sealed class IngestBench(IngestOptions options)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    public async Task RunAsync()
    {
        var workload = Workload.Read(options.Events, options.MostEvents);
        Console.WriteLine($"{workload.Events:N0} events");
        Console.WriteLine("database   leads      batch   raw rows/s   Baton events/s   ratio   p50 ms   p99 ms   p99 at half   CPU µs/event   peak MB");
        foreach (var database in options.Databases)
        {
            foreach (var leads in options.Leads)
            {
                foreach (var batch in options.Batches)
                {
                    await MeasureAsync(database, leads, batch, workload);
                }
            }
        }
    }

    private async Task MeasureAsync(string kind, int leads, int batch, Workload workload)
    {
        double raw;
        await using (var place = await Place.CreateAsync(kind, options))
        {
            await using var database = Databases.Open(place.Location);
            var (workspace, playbook, _) = await PrepareAsync(database, leads);
            raw = await RawAppend.RowsPerSecondAsync(database, place.Location, workspace, workload.Rows(playbook, SystemClock.Instance.GetCurrentInstant()), batch, Time);
        }

        await using var another = await Place.CreateAsync(kind, options);
        string key;
        await using (var database = Databases.Open(another.Location))
        {
            (_, _, key) = await PrepareAsync(database, leads);
        }

        await using var server = await ServerProcess.StartAsync(options.Program, another.Location);
        var requests = workload.Requests(batch, key).ToList();
        var client = new LoadClient(server.Port, batch == 1 ? 64 : 16);
        var warm = Math.Max(1, requests.Count / 10);
        await client.RunAsync(requests.Take(warm), TimeSpan.FromSeconds(3));
        var used = server.ProcessorTime;
        var full = await client.RunAsync(requests.Skip(warm).Take(requests.Count * 6 / 10), Time);
        used = server.ProcessorTime - used;
        var half = await client.RunAsync(requests.Skip(warm + full.Acknowledged + full.Refused + 64), Time, full.Acknowledged / full.Time.TotalSeconds / 2);
        var perSecond = full.Acknowledged * batch / full.Time.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-10} {leads,-10:N0} {batch,5} {raw,12:N0} {perSecond,16:N0} {perSecond / raw,7:0.00} {full.P50,8:0.0} {full.P99,8:0.0} {half.P99,13:0.0} {used.TotalMicroseconds / (full.Acknowledged * batch),14:0.0} {server.PeakMegabytes,9:N0}{(full.Refused + half.Refused > 0 ? $"   {full.Refused + half.Refused} refused" : "")}"));
    }

    private async Task<(Guid Workspace, PublishedPlaybook Playbook, string Key)> PrepareAsync(IDatabase database, int leads)
    {
        var cancel = CancellationToken.None;
        var clock = SystemClock.Instance;
        await database.MigrateAsync(cancel);
        var workspace = await new WorkspaceStore(database, clock).AddAsync("Bench", cancel);
        var playbooks = new PlaybookStore(database, clock);
        await playbooks.AddAsync(workspace.Id, await File.ReadAllTextAsync(options.Playbook, cancel), "bench", cancel);
        foreach (var team in PlaybookStore.Teams)
        {
            await playbooks.SignAsync(workspace.Id, 1, team, "bench", cancel);
        }

        await playbooks.PublishAsync(workspace.Id, 1, cancel);
        var (key, _) = await new KeyStore(database, clock).AddAsync(workspace.Id, "bench", [Scopes.Write], cancel);
        var shelf = new PlaybookShelf();
        var playbook = await shelf.CurrentAsync(database, workspace.Id, cancel);
        var door = new Door(database, shelf, clock);
        var reader = new CallReader(playbook);
        foreach (var numbers in Enumerable.Range(1, leads).Chunk(5_000))
        {
            var now = clock.GetCurrentInstant();
            await door.AdmitAsync(workspace.Id, new Admitted([.. numbers.Select(number => Identify(reader, number, now))], []), cancel);
        }

        return (workspace.Id, playbook, key.Text);
    }

    private static Call Identify(CallReader reader, int number, Instant now) => reader.Read(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"identify","userId":"lead-{{{number}}}","messageId":"lead-{{{number}}}","traits":{"email":"p{{{number}}}@c{{{number / 5}}}.example","title":"Plant Manager","industry":"Pharmaceuticals","employees":{{{number % 3000}}},"country":"Germany"}}""")),
        kind: null, sentAt: null, now, out _)!;

    /// <summary>A new database, gone at the end.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly string? _file;
        private readonly (string Server, string Name)? _database;

        private Place(string location, string? file, (string Server, string Name)? database) => (Location, _file, _database) = (location, file, database);

        public string Location { get; }

        public static async Task<Place> CreateAsync(string kind, IngestOptions options)
        {
            if (kind == "sqlite")
            {
                var file = Path.Combine(options.Folder, $"ingest-{Guid.CreateVersion7():N}.db");
                return new Place(file, file, null);
            }

            var name = $"ingest_{Guid.CreateVersion7():N}";
            await ExecuteAsync(options.Postgres, $"CREATE DATABASE {name}");
            return new Place(new NpgsqlConnectionStringBuilder(options.Postgres) { Database = name }.ToString(), null, (options.Postgres, name));
        }

        public async ValueTask DisposeAsync()
        {
            if (_file is not null)
            {
                foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
                {
                    File.Delete(file);
                }
            }
            else if (_database is var (server, name))
            {
                NpgsqlConnection.ClearAllPools();
                await ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
            }
        }

        private static async Task ExecuteAsync(string server, string sql)
        {
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>What to measure.</summary>
internal sealed record IngestOptions(
    string Program, string Events, int MostEvents, string Playbook, string Folder, string Postgres,
    IReadOnlyList<string> Databases, IReadOnlyList<int> Leads, IReadOnlyList<int> Batches);
