using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Server.Playbooks.Previews;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tests.Playbooks.Previews;

public class PreviewerTests
{
    private const string Draft = """
        name: Machines
        fit:
          rules:
            - { name: Manager, points: 25, when: { title: { contains: manager } } }
            - { name: Steel, points: 5, when: { account.industry: steel } }
        engagement:
          rules:
            - { name: Quote, event: Quote Requested, points: 10, max: 2, decay: { percent: 50, every: 30d } }
            - { name: Pricing, event: page, where: { path: { starts_with: /pricing } }, points: 7, max_per_day: 2, decay: { half_life: 10d } }
            - { name: Webinar, event: webinar attended, where: { minutes: { gte: 30 } }, points: 12, max_per_day: 1 }
        stages: { mql: { score: 30 }, sql: { score: 45 } }
        handoffs: { mql: { fallback: Inside sales } }
        """;

    private static readonly string[] Titles = ["Plant manager", "Buyer", "Quality manager", "Intern"];
    private static readonly string[] Events = ["Quote Requested", "Webinar Attended", "Email Link Clicked", "page"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_it_tells_of_a_draft_is_what_publishing_it_does(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 120);
        await world.WakeAsync();
        var before = await StandingAsync(world);
        using var shelf = Shelf(world);

        var told = await TryAsync(world, shelf, Read(Draft));
        await world.PublishAsync(Draft);
        await world.WakeAsync();
        var after = await StandingAsync(world);

        told.IsExact.ShouldBeTrue();
        told.Leads.ShouldBe(120);
        told.Stages.Select(stage => (stage.Stage, stage.Now, stage.Then)).ShouldBe(
            Enum.GetValues<Stage>().Select(stage => (Stage: stage, Now: CountAt(before, stage), Then: CountAt(after, stage))).Where(stage => stage.Now + stage.Then > 0)
                .Select(stage => (stage.Stage, stage.Now, new Estimate(stage.Then, 0))));
        told.Bands.Select(band => band.Then).ShouldBe(told.Bands.Select(band => after.Values.LongCount(lead => lead.Total >= band.From && lead.Total <= band.To)));
        told.Up.Count.ShouldBe(before.Count(lead => after[lead.Key].Stage > lead.Value.Stage));
        told.Down.Count.ShouldBe(before.Count(lead => after[lead.Key].Stage < lead.Value.Stage));
        told.Handoffs.Count.ShouldBe(await world.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id"));
        told.Up.Count.ShouldBeGreaterThan(0);
        told.Down.Count.ShouldBeGreaterThan(0);
        foreach (var mover in told.Rising.Concat(told.Falling))
        {
            (mover.StageThen, mover.ScoreThen).ShouldBe((after[mover.Lead].Stage, after[mover.Lead].Total));
            (mover.StageNow, mover.ScoreNow).ShouldBe((before[mover.Lead].Stage, before[mover.Lead].Total));
            mover.Why.ShouldNotBeEmpty();
        }
    }

    [Theory, EachDatabase]
    public async Task Of_many_leads_it_reads_the_best_and_a_sample_of_the_others(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 300);
        await world.WakeAsync();
        using var all = Shelf(world);
        using var some = Shelf(world, most: 120, best: 30);

        var exact = await TryAsync(world, all, Read(Draft));
        var told = await TryAsync(world, some, Read(Draft));

        told.IsExact.ShouldBeFalse();
        told.Leads.ShouldBe(300);
        told.Read.ShouldBe(120);
        told.Up.Margin.ShouldBeGreaterThan(0);
        told.Up.Count.ShouldBeInRange(exact.Up.Count - (2 * told.Up.Margin), exact.Up.Count + (2 * told.Up.Margin));
        foreach (var (estimated, counted) in told.Stages.Join(exact.Stages, one => one.Stage, other => other.Stage, (one, other) => (one, other)))
        {
            estimated.Now.ShouldBe(counted.Now);
            Math.Abs(estimated.Then.Count - counted.Then.Count).ShouldBeLessThanOrEqualTo(2 * estimated.Then.Margin);
        }

        var same = await TryAsync(world, some, Read(TestWorkspace.Playbook));
        (same.Up, same.Down).ShouldBe((default, default));
        same.Stages.ShouldAllBe(stage => stage.Then == new Estimate(stage.Now, 0));
    }

    [Theory, EachDatabase]
    public async Task While_leads_are_being_scored_it_says_nothing(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 5);
        await world.WakeAsync();
        using var shelf = Shelf(world);
        await TryAsync(world, shelf, Read(Draft));

        await world.PublishAsync(Draft);
        (await AskAsync(world, shelf, Read(Draft))).ShouldBeOfType<PreviewAnswer.Rescoring>();

        await world.WakeAsync();
        (await TryAsync(world, shelf, Read(Draft))).Up.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_happened_since_is_seen_some_minutes_later()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        await FillAsync(world, 4);
        using var shelf = Shelf(world);
        await world.WakeAsync();
        (await TryAsync(world, shelf, Read(Draft))).Leads.ShouldBe(4);

        await world.SendAsync(new { type = "identify", userId = "new", traits = new { title = "Plant manager" } });
        (await TryAsync(world, shelf, Read(Draft))).Leads.ShouldBe(4);

        world.Now += Duration.FromMinutes(6);
        (await TryAsync(world, shelf, Read(Draft))).Leads.ShouldBe(5);
    }

    [Theory, EachDatabase]
    public async Task Of_what_takes_more_memory_than_there_may_be_it_counts_a_part_and_says_so(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 20);
        await world.SendAsync([.. Enumerable.Range(0, 40).Select(i => new { type = "track", userId = $"u{i % 20}", @event = "Big Thing", properties = new { text = new string('x', 1_000) } })]);
        await world.WakeAsync();
        await world.SendAsync([new { type = "track", userId = "u1", @event = "Small Thing" }]);
        await world.WakeAsync();
        var counted = TestWorkspace.Playbook.Replace("    - { name: Click,", "    - { name: Thing, event: Big Thing, points: 1, max: 40 }\n    - { name: Click,", StringComparison.Ordinal);
        var counting = Read(counted);
        counting.Engagement.Rules.ShouldContain(rule => rule.Name == "Thing");
        using var narrow = Shelf(world, mostBytes: 10_000);
        using var wide = Shelf(world);

        (await TryAsync(world, narrow, counting)).IsCut.ShouldBeTrue();
        (await TryAsync(world, wide, counting)).IsCut.ShouldBeFalse();

        // There is no room left for anything else, either, and that is said as well; what needs no room is not cut.
        (await TryAsync(world, narrow, Read(counted.Replace("event: Big Thing", "event: Small Thing", StringComparison.Ordinal)))).IsCut.ShouldBeTrue();
        (await TryAsync(world, narrow, Read(TestWorkspace.Playbook))).IsCut.ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task What_is_read_beforehand_is_what_is_shown(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 20);
        await world.WakeAsync();
        using var prepared = Shelf(world);
        using var fresh = Shelf(world);
        await prepared.Prepare(world.Id);
        var sample = (await prepared.GetAsync(world.Id, Cancel)).ShouldNotBeNull();
        sample.Events.KnowsNames.ShouldBeTrue();

        var told = await TryAsync(world, prepared, Read(Draft));
        var other = await TryAsync(world, fresh, Read(Draft));
        told.Stages.ShouldBe(other.Stages);
        (told.Up, told.Down, told.Handoffs).ShouldBe((other.Up, other.Down, other.Handoffs));
    }

    [Theory, EachDatabase]
    public async Task Whoever_does_not_wait_is_told_so_and_finds_it_later(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world, 20);
        await world.WakeAsync();
        using var shelf = Shelf(world);
        var hasty = new Previewer(shelf) { Patience = TimeSpan.Zero };

        (await hasty.TryAsync(world.Id, Read(Draft), Cancel)).ShouldBeOfType<PreviewAnswer.Reading>().Progress.ShouldBeInRange(0, 1);

        // Nobody waits, and still it is read: in the end even the hasty are told.
        PreviewAnswer answer;
        while ((answer = await hasty.TryAsync(world.Id, Read(Draft), Cancel)) is PreviewAnswer.Reading)
        {
            await Task.Delay(10, Cancel);
        }

        answer.ShouldBeOfType<PreviewAnswer.Told>().Preview.Stages.ShouldBe((await TryAsync(world, shelf, Read(Draft))).Stages);
    }

    private static async Task<Preview> TryAsync(TestWorkspace world, SampleShelf shelf, Playbook draft) =>
        (await AskAsync(world, shelf, draft)).ShouldBeOfType<PreviewAnswer.Told>().Preview;

    private static Task<PreviewAnswer> AskAsync(TestWorkspace world, SampleShelf shelf, Playbook draft) =>
        new Previewer(shelf) { Patience = Timeout.InfiniteTimeSpan }.TryAsync(world.Id, draft, Cancel);

    private static SampleShelf Shelf(TestWorkspace world, int most = 5_000, int best = 1_500, long mostBytes = 64 << 20) =>
        new(world.Db, world.Shelf, world, NullLogger<SampleShelf>.Instance, Cancel) { Most = most, Best = best, MostBytes = mostBytes };

    private static Playbook Read(string yaml) => PlaybookReader.Read(yaml).Playbook.ShouldNotBeNull();

    private static long CountAt(Dictionary<Guid, (Stage Stage, int Total)> leads, Stage stage) => leads.Values.LongCount(lead => lead.Stage == stage);

    private static async Task<Dictionary<Guid, (Stage Stage, int Total)>> StandingAsync(TestWorkspace world) =>
        (await world.QueryAsync<(Guid Lead, short Stage, int Total)>("SELECT lead_id, stage, total FROM lead WHERE workspace_id = @Id AND parent_id IS NULL AND is_known"))
            .ToDictionary(lead => lead.Lead, lead => ((Stage)lead.Stage, lead.Total));

    /// <summary>Leads of every sort: who they are and what they do goes through all that the rules ask about.</summary>
    private static async Task FillAsync(TestWorkspace world, int leads)
    {
        for (var lead = 0; lead < leads; lead++)
        {
            var (user, title, employees) = ($"u{lead}", Titles[lead % 4], 20 + (lead % 7 * 10));
            await world.SendAsync(
            [
                new { type = "identify", userId = user, traits = new { name = $"Lead {lead}", title, employees } },
                .. Enumerable.Range(0, lead % 5).Select(number => (object)new
                {
                    type = Events[(lead + number) % 4] == "page" ? "page" : "track",
                    userId = user,
                    @event = Events[(lead + number) % 4],
                    properties = new { path = "/pricing/a", minutes = 10 * (lead % 6) },
                    timestamp = InstantPattern.ExtendedIso.Format(world.Now - Duration.FromDays(number * 3)),
                }),
            ]);
        }
    }
}
