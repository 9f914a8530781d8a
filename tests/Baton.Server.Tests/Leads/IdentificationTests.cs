using Baton.Core.Lifecycle;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Leads;

public class IdentificationTests
{
    [Theory]
    [EachDatabase]
    public async Task What_a_visitor_did_is_the_leads_once_it_says_who_it_is(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(new { type = "track", @event = "Quote Requested", anonymousId = "a1" });
        (await world.VisitorAsync("a1"))!.Score.Stage.ShouldBe(Stage.Visitor);

        await world.SendAsync(new { type = "identify", anonymousId = "a1", userId = "u1", traits = new { email = "Dana@Northforge.example", title = "Plant Manager" } });

        var lead = (await world.EmailAsync("dana@northforge.example"))!;
        lead.Id.ShouldBe((await world.VisitorAsync("a1"))!.Id);
        lead.Score.Total.ShouldBe(45);
        lead.Score.Stage.ShouldBe(Stage.Mql);
        (await world.ActivitiesAsync(lead.Id)).ShouldContain(ActivityKinds.StageChanged);
    }

    [Theory]
    [EachDatabase]
    public async Task Ids_of_one_call_make_one_lead_of_two(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(
            new { type = "track", @event = "Quote Requested", userId = "u1" },
            new { type = "track", @event = "Quote Requested", userId = "u2" },
            new { type = "identify", userId = "u1", traits = new { email = "dana@northforge.example" } });

        await world.SendAsync(new { type = "identify", userId = "u2", traits = new { email = "dana@northforge.example" } });

        var (one, other) = ((await world.UserAsync("u1"))!, (await world.UserAsync("u2"))!);
        one.Id.ShouldBe(other.Id);
        one.Score.Engagement.ShouldBe(60);
        (await world.ActivitiesAsync(one.Id)).ShouldContain(ActivityKinds.Merged);
    }

    [Theory]
    [EachDatabase]
    public async Task A_shared_device_joins_nobody(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(
            new { type = "identify", anonymousId = "tablet", userId = "u1" },
            new { type = "identify", anonymousId = "tablet", userId = "u2" },
            new { type = "page", anonymousId = "tablet", properties = new { path = "/pricing" } });

        (await world.UserAsync("u1"))!.Id.ShouldNotBe((await world.UserAsync("u2"))!.Id);
        (await world.UserAsync("u1"))!.Score.Engagement.ShouldBe(7);
    }

    [Theory]
    [EachDatabase]
    public async Task An_alias_joins_whoever_has_the_ids(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(
            new { type = "track", @event = "Quote Requested", userId = "old" },
            new { type = "track", @event = "Quote Requested", userId = "new" },
            new { type = "alias", previousId = "old", userId = "new" },
            new { type = "alias", previousId = "unheard", userId = "new" },
            new { type = "track", @event = "Email Link Clicked", userId = "unheard" });

        (await world.UserAsync("old"))!.Score.Engagement.ShouldBe(62);
        (await world.UserAsync("new"))!.Id.ShouldBe((await world.UserAsync("old"))!.Id);
    }

    [Theory]
    [EachDatabase]
    public async Task A_merge_is_undone_exactly_and_not_repeated(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(
            new { type = "identify", userId = "u1", traits = new { title = "Plant Manager" } },
            new { type = "track", @event = "Quote Requested", userId = "u1" },
            new { type = "track", @event = "Email Link Clicked", userId = "u2" },
            new { type = "alias", previousId = "u2", userId = "u1" });
        var merged = (await world.UserAsync("u2"))!;
        merged.Score.Total.ShouldBe(47);
        await world.SendAsync(new { type = "track", @event = "Quote Requested", userId = "u2" });

        var part = (await world.Door.ChangeAsync(
            world.Id,
            book =>
            {
                book.Lock([merged.Id]);
                var row = book.PartsOf(book.Find(merged.Id)!).Single(row => !row.IsRoot);
                Merging.Undo(book, row, "test");
                return row.Id;
            },
            TestContext.Current.CancellationToken));

        (await world.UserAsync("u1"))!.Score.Total.ShouldBe(45);
        (await world.UserAsync("u2"))!.Score.Total.ShouldBe(32);
        await world.SendAsync(new { type = "alias", previousId = "u2", userId = "u1" });
        (await world.UserAsync("u1"))!.Id.ShouldNotBe((await world.UserAsync("u2"))!.Id);
        (await world.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task A_message_that_comes_again_counts_once(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var call = new { type = "track", @event = "Quote Requested", userId = "u1", messageId = "same" };

        await world.SendAsync(call, call, new { type = "track", @event = "Email Link Clicked", userId = "u1" });
        await world.SendAsync(call);

        (await world.UserAsync("u1"))!.Score.Engagement.ShouldBe(32);
    }

    [Theory]
    [EachDatabase]
    public async Task What_an_account_is_scores_for_all_its_people(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "dana@northforge.example" } },
            new { type = "group", userId = "u1", groupId = "g1", traits = new { name = "Northforge", website = "https://www.northforge.example", industry = "Steel", employees = 120 } },
            new { type = "identify", userId = "u2", traits = new { email = "robin@northforge.example" } });

        var (one, other) = ((await world.UserAsync("u1"))!, (await world.UserAsync("u2"))!);
        one.AccountId.ShouldBe(other.AccountId);
        one.Score.Fit.ShouldBe(15);
        other.Score.Fit.ShouldBe(15);
    }
}
