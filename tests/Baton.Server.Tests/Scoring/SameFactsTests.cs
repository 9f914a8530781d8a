using System.Text;
using Baton.Core.Scoring;
using Baton.Server.Demo;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Scoring;

/// <summary>However the same facts come in, the scores are the same.</summary>
public sealed class SameFactsTests : IDisposable
{
    // No rule asks about what `identify` and `group` calls say, which events.csv does not have.
    private readonly ScoredFiles _files = new ScoredFiles().WithPlaybook("""
        name: Engagement
        engagement:
          rules:
            - { name: Asked for a quote, event: Quote Requested, points: 30, max: 1, decay: { percent: 25, every: 30d } }
            - { name: Large budget, event: Quote Requested, where: { budget: { gte: 150000 EUR } }, points: 15, max: 1 }
            - { name: Read the pricing page, event: page, where: { path: { starts_with: /pricing } }, points: 8, max: 3, max_per_day: 1, decay: { half_life: 14d } }
            - { name: Opened an e-mail, event: Email Opened, points: 1.5, max: 5, decay: { half_life: 30d } }
            - { name: Looked around, event: page, points: 0.25 }
        """);

    private readonly Dictionary<string, Score> _expected;
    private readonly string[] _lines;

    public SameFactsTests()
    {
        DemoData.Write(new DemoOptions(leads: 300, events: 6_000, seed: 5) { Format = EventFormat.Both }, _files.Folder, null, CancellationToken.None);
        _files.At(_files["leads.csv"], _files["events.ndjson"]);
        _expected = _files.Scores();
        _lines = File.ReadAllLines(_files["events.ndjson"]);
        _expected.Values.Count(score => score.Engagement > 0).ShouldBeGreaterThan(50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_any_order(int seed)
    {
        new Random(seed).Shuffle(_lines);

        Scores(_lines).ShouldBe(_expected, ignoreOrder: true);
    }

    [Fact]
    public void However_often_each_call_is_sent() => Scores([.. _lines, .. _lines.Reverse(), .. _lines.Where((_, i) => i % 3 == 0)]).ShouldBe(_expected, ignoreOrder: true);

    [Fact]
    public void As_a_table() => _files.At(_files.Leads, _files["events.csv"]).Scores().ShouldBe(_expected, ignoreOrder: true);

    [Fact]
    public void Packed()
    {
        var leads = TemporaryFolder.Gzip(File.ReadAllBytes(_files.Leads));
        var events = TemporaryFolder.Gzip(File.ReadAllBytes(_files.Events!));

        _files.WithLeads(leads, "leads.csv.gz").WithEvents(events, "events.gz").Scores().ShouldBe(_expected, ignoreOrder: true);
    }

    [Fact]
    public void With_the_rows_of_leads_in_any_order()
    {
        var rows = File.ReadAllLines(_files.Leads);
        var header = rows[0];
        var leads = rows[1..].Where(row => !row.Contains('"', StringComparison.Ordinal)).ToArray();
        var before = _files.WithLeads(string.Join('\n', [header, .. leads])).Scores();
        new Random(7).Shuffle(leads);

        var after = _files.WithLeads(string.Join('\n', [header, .. leads])).Scores();

        // Rows of one person are joined under the id of the first of them.
        var ids = before.Keys.Intersect(after.Keys, StringComparer.Ordinal).ToList();
        ids.Count.ShouldBeGreaterThan(200);
        after.Where(s => ids.Contains(s.Key)).ShouldBe(before.Where(s => ids.Contains(s.Key)), ignoreOrder: true);
    }

    private Dictionary<string, Score> Scores(string[] lines) => _files.WithEvents(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "again.ndjson").Scores();

    public void Dispose() => _files.Dispose();
}
