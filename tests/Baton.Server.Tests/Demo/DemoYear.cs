using System.Text.Json;
using Baton.Server.Demo;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tests.Demo;

/// <summary>A year of 20,000 leads and 120,000 events, written once and read back.</summary>
[CollectionDefinition(nameof(DemoYear))]
public sealed class DemoYear : ICollectionFixture<DemoYear>, IDisposable
{
    public static readonly DemoOptions Options = new(20_000, 120_000, seed: 7) { Format = EventFormat.Both };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-demo-");

    public DemoYear()
    {
        DemoData.Write(Options, _folder.FullName, progress: null, CancellationToken.None);
        Leads = ReadCsv("leads.csv");
        Deals = ReadCsv("deals.csv");
        FlatEvents = ReadCsv("events.csv");
        Events = [.. File.ReadLines(Path.Combine(_folder.FullName, "events.ndjson")).Select(DemoEvent.Parse)];
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Leads { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Deals { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> FlatEvents { get; }

    public IReadOnlyList<DemoEvent> Events { get; }

    public static Instant Time(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    public void Dispose() => _folder.Delete(recursive: true);

    private List<IReadOnlyDictionary<string, string>> ReadCsv(string name)
    {
        var lines = File.ReadLines(Path.Combine(_folder.FullName, name)).Select(Cells).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    /// <summary>The demo has no quotes and no line breaks inside its cells, only commas.</summary>
    private static string[] Cells(string line)
    {
        var quoted = line.Split('"');
        for (var i = 1; i < quoted.Length; i += 2)
        {
            quoted[i] = quoted[i].Replace(',', '\u001F');
        }

        return [.. string.Concat(quoted).Split(',').Select(cell => cell.Replace('\u001F', ','))];
    }
}

/// <summary>A line of <c>events.ndjson</c>.</summary>
public sealed record DemoEvent(JsonElement Json)
{
    public static DemoEvent Parse(string line) => new(JsonElement.Parse(line));

    public string Type => Text("type")!;

    public string MessageId => Text("messageId")!;

    public string? UserId => Text("userId");

    public string? AnonymousId => Text("anonymousId");

    public string? Event => Text("event");

    public Instant Timestamp => DemoYear.Time(Text("timestamp")!);

    public Instant ReceivedAt => DemoYear.Time(Text("receivedAt")!);

    public string UserAgent => Json.TryGetProperty("context", out var context) ? context.GetProperty("userAgent").GetString()! : "";

    public string Path => Property("path") ?? "";

    public string? Property(string name) =>
        Json.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var value) ? value.ToString() : null;

    private string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
