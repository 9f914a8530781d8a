using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Demo;
using Baton.Server.Imports;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Scoring;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Imports;

/// <summary>Whole files come in, and the stored scores are those that <c>baton score</c> gives the same files as of the same moment.</summary>
public sealed class ImportedWorldTests : IDisposable
{
    private readonly ScoredFiles _files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Stored_scores_are_those_of_the_score_command(Dialect dialect)
    {
        // `baton score` does not give a lead what a colleague's row says of the company; the service does. So nothing that is the company's is asked about here.
        const string Playbook = """
            name: People
            fit:
              rules:
                - { name: Manager, points: 15, when: { title: { contains: [manager, director, head] } } }
                - { name: Source, points: 5, when: { source: { has: true } } }
                - { name: Country, points: 7, when: { country: { in: [Germany, France, Italy] } } }
                - { name: No phone, points: -3, when: { phone: { not_has: true } } }
                - { name: Free mail, points: -10, when: { email: { ends_with: '@gmail.com' } } }
            engagement:
              rules:
                - { name: Quote, event: Quote Requested, points: 30, max: 1, decay: { percent: 25, every: 30d } }
                - { name: Large, event: Quote Requested, where: { budget: { gte: 150000 EUR } }, points: 15, max: 1 }
                - { name: Pricing, event: page, where: { path: { starts_with: /pricing } }, points: 8, max: 3, max_per_day: 1, decay: { half_life: 14d } }
                - { name: Opened, event: Email Opened, points: 1.5, max: 5, decay: { half_life: 30d } }
                - { name: Clicked, event: Email Link Clicked, points: 2, max: 5 }
                - { name: Looked around, event: page, points: 0.25 }
            stages: { mql: { score: 30 } }
            """;
        _files.WithPlaybook(Playbook);
        DemoData.Write(new DemoOptions(leads: 1_000, events: 20_000, seed: 3), _files.Folder, null, Cancel);
        var expected = _files.At(_files["leads.csv"], _files["events.ndjson"]).Scores();
        await using var world = await TestWorkspace.CreateAsync(dialect, Playbook);
        world.Now = Server.Scoring.AsOfTime.Parse(ScoredFiles.AsOf)!.Value;

        var leads = await world.ImportFileAsync(ImportKind.Leads, _files["leads.csv"], ColumnChoices.None, Cancel);
        var events = await world.ImportFileAsync(ImportKind.Events, _files["events.ndjson"], ColumnChoices.None, Cancel);
        await world.WakeAsync();

        (leads.State, events.State).ShouldBe((ImportState.Done, ImportState.Done));
        (events.Accepted + events.Repeated + events.Rejected).ShouldBe(File.ReadLines(_files["events.ndjson"]).LongCount());
        var stored = await StoredAsync(world);
        var different = expected.Where(score => stored.GetValueOrDefault(score.Key) is var found && (found.Total, found.Fit, found.Engagement) != (score.Value.Total, score.Value.Fit, score.Value.Engagement)).ToList();
        var explained = await ExplainedAsync(world);
        different.Where(score => !explained.Contains(score.Key)).Select(score => $"{score.Key}: {score.Value} is {stored.GetValueOrDefault(score.Key)}").ShouldBeEmpty();
        different.Count.ShouldBeLessThan(expected.Count / 20);
        stored.Values.Count(score => score.Stage >= Stage.Mql).ShouldBeGreaterThan(20);
    }

    [Theory]
    [EachDatabase]
    public async Task The_deals_of_the_demo_data_find_their_leads(Dialect dialect)
    {
        DemoData.Write(new DemoOptions(leads: 1_000, events: 20_000, seed: 3), _files.Folder, null, Cancel);
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.ImportFileAsync(ImportKind.Leads, _files["leads.csv"], ColumnChoices.None, Cancel);

        var deals = await world.ImportFileAsync(ImportKind.Deals, _files["deals.csv"], ColumnChoices.None, Cancel);

        (deals.Accepted, deals.Repeated, deals.Rejected).ShouldBe((File.ReadLines(_files["deals.csv"]).Count() - 1, 0, 0));
        var won = File.ReadLines(_files["deals.csv"]).Count(line => line.Contains(",Closed won,", StringComparison.Ordinal));
        (await world.ScalarAsync<long>("SELECT count(*) FROM deal WHERE workspace_id = @Id AND state = 3 AND lead_id IS NOT NULL")).ShouldBe(won);
        (await world.ScalarAsync<long>($"SELECT count(*) FROM lead WHERE workspace_id = @Id AND stage = {(int)Stage.Customer}")).ShouldBeInRange(1, won);
    }

    [Fact]
    public async Task Olist_s_leads_and_deals_come_in_whole()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);

        var leads = await world.ImportFileAsync(ImportKind.Leads, SharedData.File("olist/olist_marketing_qualified_leads_dataset.csv"), Importing.Choices("mql_id"), Cancel);
        var deals = await world.ImportFileAsync(
            ImportKind.Deals, SharedData.File("olist/olist_closed_deals_dataset.csv"), Importing.Choices("mql_id", ("mql_id", "lead id")), Cancel);

        (leads.Accepted, leads.Repeated, leads.Rejected).ShouldBe((8_000, 0, 0));
        (deals.Accepted, deals.Repeated, deals.Rejected).ShouldBe((842, 0, 0));
        (await world.ScalarAsync<long>($"SELECT count(*) FROM lead WHERE workspace_id = @Id AND stage = {(int)Stage.Customer}")).ShouldBe(842);
    }

    [Fact]
    public async Task The_pipeline_of_maven_s_comes_in_by_its_accounts()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);

        var deals = await world.ImportFileAsync(ImportKind.Deals, SharedData.File("maven_crm/sales_pipeline.csv"), Importing.Choices("opportunity_id"), Cancel);

        (deals.Accepted, deals.Rejected).ShouldBe((8_800 - 1_425, 1_425), "1,425 rows name neither a lead nor an account.");
        (await world.RejectedAsync(deals)).Select(row => row.Reason).Distinct().ShouldBe(["names neither a lead nor an account"]);
        (await world.ScalarAsync<long>("SELECT sum(amount) FROM deal WHERE workspace_id = @Id AND state = 3")).ShouldBe(1_000_553_400);
    }

    /// <summary>Every lead's score by each id of its in the file.</summary>
    private static async Task<Dictionary<string, Score>> StoredAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        return connection.Query<(string Id, int Total, long Fit, long Engagement, short Stage)>(
            """
            SELECT i.value, r.total, r.fit, r.engagement, r.stage
            FROM identity i
            JOIN lead l ON l.workspace_id = i.workspace_id AND l.lead_id = i.lead_id
            JOIN lead r ON r.workspace_id = l.workspace_id AND r.lead_id = l.root_id
            WHERE i.workspace_id = @Id AND i.kind = 1
            """,
            new { world.Id }).ToDictionary(row => row.Id, row => new Score(row.Total, row.Fit, row.Engagement, null, (Stage)row.Stage));
    }

    /// <summary>Ids of leads that the service knows more of than the command: clicks that come in bursts, as mail scanners do, count for nothing.</summary>
    private static async Task<HashSet<string>> ExplainedAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        return [.. connection.Query<string>(
            """
            SELECT DISTINCT i.value
            FROM identity i
            JOIN lead l ON l.workspace_id = i.workspace_id AND l.lead_id = i.lead_id
            JOIN lead p ON p.workspace_id = l.workspace_id AND p.root_id = l.root_id
            JOIN event e ON e.workspace_id = p.workspace_id AND e.lead_id = p.lead_id AND e.mark = 2
            WHERE i.workspace_id = @Id AND i.kind = 1
            """,
            new { world.Id })];
    }

    public void Dispose() => _files.Dispose();
}
