using System.Security.Cryptography;
using System.Text.Json;
using Baton.Server.Demo;
using Baton.Server.Tests.Commands;

namespace Baton.Server.Tests.Demo;

public sealed class DemoDataTests : IDisposable
{
    private static readonly DemoOptions s_small = new(300, 3_000, seed: 1) { Format = EventFormat.Both };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-demo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes() => Fingerprints("one", s_small).ShouldBe(Fingerprints("two", s_small));

    [Fact]
    public void Another_seed_gives_other_bytes()
    {
        var other = Fingerprints("two", new DemoOptions(300, 3_000, seed: 2) { Format = EventFormat.Both });

        Fingerprints("one", s_small).ShouldAllBe(fingerprint => !other.Contains(fingerprint));
    }

    [Fact]
    public void The_bytes_of_a_seed_are_the_same_on_every_machine() => Fingerprints("one", s_small).ShouldBe(
    [
        "deals.csv 59434f4a9fb0da7b",
        "events.csv 80f95094d6f0af7e",
        "events.ndjson b8cf42a7b5f4806b",
        "leads.csv d0b5630769db2e81",
    ]);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 5_000)]
    [InlineData(2_000, 100)]
    [InlineData(777, 7_777)]
    public void There_are_exactly_as_many_leads_and_events_as_ordered(int leads, int events)
    {
        DemoData.Write(new DemoOptions(leads, events, seed: 3) { Format = EventFormat.Both }, Folder("exact"), progress: null, CancellationToken.None);

        File.ReadLines(File_("exact", "leads.csv")).Count().ShouldBe(leads + 1);
        File.ReadLines(File_("exact", "events.csv")).Count().ShouldBe(events + 1);
        File.ReadLines(File_("exact", "events.ndjson")).Count().ShouldBe(events);
    }

    [Fact]
    public void A_year_that_ends_on_another_day_has_its_last_events_the_day_before()
    {
        BatonProcess.Run("demo", "data", "--leads", "300", "--events", "3000", "--until", "2025-11-22", "--out", Folder("until")).ExitCode.ShouldBe(0);

        var received = File.ReadLines(File_("until", "events.ndjson")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("receivedAt").GetDateTimeOffset()).ToList();
        received.Max().ShouldBeInRange(new DateTimeOffset(2025, 11, 20, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 11, 21, 23, 0, 0, TimeSpan.Zero));
        received.Min().ShouldBeGreaterThan(new DateTimeOffset(2024, 11, 15, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("1969-12-31")]
    [InlineData("2026-02-30")]
    public void A_year_that_ends_on_no_day_is_refused(string until) =>
        BatonProcess.Run("demo", "data", "--until", until, "--out", Folder("until")).Error.ShouldStartWith($"--until takes a day from 1971 to 2200, such as 2026-06-30, not {until}.");

    [Fact]
    public void Only_the_ordered_format_is_written()
    {
        DemoData.Write(new DemoOptions(10, 100, seed: 1), Folder("ndjson"), progress: null, CancellationToken.None);

        Names("ndjson").ShouldBe(["deals.csv", "events.ndjson", "leads.csv"]);
    }

    [Fact]
    public void Cancelling_leaves_no_files_and_keeps_older_ones()
    {
        File.WriteAllText(File_("cancelled", "leads.csv"), "mine");
        using var cancel = new CancellationTokenSource();
        var atFirstEvents = new Callback(_ => cancel.Cancel());

        Should.Throw<OperationCanceledException>(
            () => DemoData.Write(new DemoOptions(100, 200_000, seed: 1), Folder("cancelled"), atFirstEvents, cancel.Token));

        Names("cancelled").ShouldBe(["leads.csv"]);
        File.ReadAllText(File_("cancelled", "leads.csv")).ShouldBe("mine");
    }

    [Fact]
    public void Progress_ends_at_the_number_of_events()
    {
        var reports = new List<long>();

        DemoData.Write(new DemoOptions(100, 50_000, seed: 1), Folder("progress"), new Callback(reports.Add), CancellationToken.None);

        reports.ShouldBeInOrder();
        reports[^1].ShouldBe(50_000);
    }

    [Fact]
    public void An_order_for_no_leads_or_negative_events_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DemoOptions(0, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new DemoOptions(1, -1, 1));
    }

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    private string File_(string folder, string name) => Path.Combine(Folder(folder), name);

    private string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(Folder(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string[] Fingerprints(string folder, DemoOptions options)
    {
        DemoData.Write(options, Folder(folder), progress: null, CancellationToken.None);
        return [.. Names(folder).Select(name => $"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(File_(folder, name))))[..16]}")];
    }

    private sealed class Callback(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
