using Baton.Server.Hosting;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Retention;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Retention;

public class OldEventsTests
{
    private const int Days = 30;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Scores_are_the_same_when_older_events_are_gone(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await SendAYearAsync(world);
        var before = await ScoresAsync(world);
        var events = await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id");

        (await PurgeAsync(world)).ShouldBeGreaterThan(20);

        (await ScoresAsync(world)).ShouldBe(before);
        (await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id")).ShouldBeLessThan(events);
        (await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id AND kind > 2")).ShouldBe(6);
        await RecountAsync(world);
        (await ScoresAsync(world)).ShouldBe(before, "A count of all that is left gives the same.");
        (await PurgeAsync(world)).ShouldBe(0, "There is nothing left to do.");
    }

    [Theory]
    [EachDatabase]
    public async Task Merging_taking_apart_and_reclassifying_stay_exact_afterwards(Dialect dialect)
    {
        await using var kept = await TestWorkspace.CreateAsync(dialect);
        await using var purged = await TestWorkspace.CreateAsync(dialect);
        var worlds = (TestWorkspace[])[kept, purged];
        foreach (var world in worlds)
        {
            await SendAYearAsync(world);
        }

        await PurgeAsync(purged);
        foreach (var world in worlds)
        {
            // Three clicks at once are a scanner's: they are counted, then marked and counted anew.
            await world.SendAsync([.. Enumerable.Range(0, 3).Select(_ => new { type = "track", @event = "Email Link Clicked", userId = "u1" })]);
            await world.SendAsync(new { type = "alias", previousId = "u2", userId = "u1" });
        }

        (await ScoresAsync(purged)).ShouldBe(await ScoresAsync(kept));
        foreach (var world in worlds)
        {
            var part = (await world.UserAsync("u2"))!;
            await world.Door.ChangeAsync(
                world.Id,
                book =>
                {
                    book.Lock([part.Id]);
                    Merging.Undo(book, book.PartsOf(book.Find(part.Id)!).Single(row => !row.IsRoot), "test");
                    return true;
                },
                Cancel);
        }

        (await ScoresAsync(purged)).ShouldBe(await ScoresAsync(kept));
        await RecountAsync(purged);
        (await ScoresAsync(purged)).ShouldBe(await ScoresAsync(kept));
    }

    [Theory]
    [EachDatabase]
    public async Task Rules_that_counted_keep_their_days_and_new_ones_start_at_the_horizon(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var old = (world.Now - Duration.FromDays(40)).ToUnixTimeMilliseconds();
        await world.SendAsync(
            new { type = "track", @event = "Quote Requested", userId = "u1", timestamp = old },
            new { type = "track", @event = "Email Opened", userId = "u1", timestamp = old },
            new { type = "track", @event = "Email Opened", userId = "u1" });
        var before = (await world.UserAsync("u1"))!.Score.Engagement;
        await PurgeAsync(world);

        await world.PublishAsync(TestWorkspace.Playbook.Replace("engagement:\n  rules:\n", "engagement:\n  rules:\n    - { name: Opened, event: Email Opened, points: 3 }\n", StringComparison.Ordinal));
        await world.WakeAsync();

        (await world.UserAsync("u1"))!.Score.Engagement.ShouldBe(before + 3, "One of two is still there to be counted.");
    }

    [Theory]
    [EachDatabase]
    public async Task What_comes_late_counts_and_goes_with_the_next_pass(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(new { type = "identify", userId = "u1", traits = new { title = "Plant Manager" } });
        await PurgeAsync(world);
        await world.SendAsync(new { type = "track", @event = "Quote Requested", userId = "u1", timestamp = (world.Now - Duration.FromDays(45)).ToUnixTimeMilliseconds() });
        var before = await ScoresAsync(world);
        (await world.UserAsync("u1"))!.Score.Engagement.ShouldBeGreaterThan(0);

        await RecountAsync(world);
        (await ScoresAsync(world)).ShouldBe(before);
        world.Now += Duration.FromDays(1);
        (await PurgeAsync(world)).ShouldBe(1);
        world.Now -= Duration.FromDays(1);
        await RecountAsync(world);

        (await ScoresAsync(world)).ShouldBe(before);
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_older_than_what_is_kept_is_marked_by_nobody_and_a_scanner_found_late_does_not_count(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var old = (world.Now - Duration.FromDays(45)).ToUnixTimeMilliseconds();
        await world.SendAsync(Click("u1", old), Click("u2", old));
        await PurgeAsync(world);
        await world.SendAsync(new { type = "track", @event = "Quote Requested", userId = "u1", timestamp = old, messageId = "late" });
        var (lead, before) = ((await world.UserAsync("u1"))!, await ScoresAsync(world));

        (await new HandEdits(world.Door).MarkAsync(world.Id, lead.Id, MessageId.ToEventId("late"), isMachine: true, "test", Cancel)).ShouldBeOfType<HandEditResult.Impossible>();
        (await ScoresAsync(world)).ShouldBe(before);

        // Two late clicks count; with a third, all three are a scanner's.
        await world.SendAsync(Click("u2", old + 3_600_000));
        await world.SendAsync(Click("u2", old + 3_601_000));
        var two = (await world.UserAsync("u2"))!.Score.Engagement;
        await world.SendAsync(Click("u2", old + 3_602_000));

        (await world.UserAsync("u2"))!.Score.Engagement.ShouldBeLessThan(two);
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND mark = 2")).ShouldBe(3);

        static object Click(string user, long timestamp) => new { type = "track", @event = "Email Link Clicked", userId = user, timestamp };
    }

    [Theory]
    [EachDatabase]
    public async Task A_count_between_moving_the_horizon_and_deleting_is_exact(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await SendAYearAsync(world);
        var before = await ScoresAsync(world);

        (await Keeping(world, Days).WorkAsync(world.Id, Cancel)).ShouldBe(0);
        await RecountAsync(world);

        (await ScoresAsync(world)).ShouldBe(before);
    }

    [Theory]
    [EachDatabase]
    public async Task Nothing_more_is_deleted_once_more_is_to_be_kept(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await SendAYearAsync(world);
        var (before, events) = (await ScoresAsync(world), await CountAsync());
        var retention = new EventRetention(world.Db, world.Shelf, new ServerOptions(), world);
        var old = new OldEvents(world.Db, retention, world);

        await retention.SetAsync(world.Id, 90, TestActs.Some, Cancel);
        (await old.WorkAsync(world.Id, Cancel)).ShouldBe(0, "It is about to delete.");
        foreach (var days in (int?[])[100, null])
        {
            await retention.SetAsync(world.Id, days, TestActs.Some, Cancel);
            (await old.WorkAsync(world.Id, Cancel)).ShouldBeNull();
            (await CountAsync()).ShouldBe(events);
        }

        // What was begun goes on where it applies again, and scores are the same all the way.
        await retention.SetAsync(world.Id, 90, TestActs.Some, Cancel);
        while (await old.WorkAsync(world.Id, Cancel) is not null)
        {
        }

        (await CountAsync()).ShouldBeLessThan(events);
        await RecountAsync(world);
        (await ScoresAsync(world)).ShouldBe(before);

        Task<long> CountAsync() => world.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id");
    }

    [Theory]
    [EachDatabase]
    public async Task What_a_playbook_needs_that_came_later_is_kept_whatever_was_chosen_before(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect, TestWorkspace.Playbook.Replace("every: 90d", "every: 30d", StringComparison.Ordinal));
        var retention = new EventRetention(world.Db, world.Shelf, new ServerOptions(), world);
        var fewest = (await retention.ReadAsync(world.Id, Cancel)).Fewest;
        await retention.SetAsync(world.Id, fewest, TestActs.Some, Cancel);
        (await retention.DaysAsync(world.Id, Cancel)).ShouldBe(fewest);
        await SendAYearAsync(world);
        var kept = await KeptAsync();

        await world.PublishAsync(TestWorkspace.Playbook);
        var needed = await retention.ReadAsync(world.Id, Cancel);
        needed.Fewest.ShouldBeGreaterThan(fewest);
        (needed.Chosen, needed.Days, needed.NeedsMoreThanChosen).ShouldBe((fewest, needed.Fewest, true));
        (await retention.DaysAsync(world.Id, Cancel)).ShouldBe(needed.Fewest);
        var old = new OldEvents(world.Db, retention, world);
        while (await old.WorkAsync(world.Id, Cancel) is not null)
        {
        }

        (await KeptAsync()).ShouldBe(kept);
        var server = new EventRetention(world.Db, world.Shelf, new ServerOptions { DaysToKeepEvents = 40 }, world);
        (await server.DaysAsync(world.Id, Cancel)).ShouldBe(40, "Whoever operates Baton has the last word.");

        Task<long> KeptAsync() => world.ScalarAsync<long>($"SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND occurred_at >= {(world.Now - Duration.FromDays(89)).ToUnixTimeMilliseconds()}");
    }

    [Theory]
    [EachDatabase]
    public async Task A_moment_before_the_horizon_is_known_to_be_told_in_part(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await SendAYearAsync(world);
        await PurgeAsync(world);
        await using var connection = await world.Db.OpenReadAsync(Cancel);

        var horizon = Horizon.Of(connection, null, world.Id);

        horizon.Day.ShouldBe(world.Now.InUtc().Date.PlusDays(-Days));
        horizon.IsCompleteAsOf(world.Now - Duration.FromDays(Days - 1)).ShouldBeTrue();
        horizon.IsCompleteAsOf(world.Now - Duration.FromDays(Days + 1)).ShouldBeFalse();
        default(Horizon).IsCompleteAsOf(Instant.MinValue).ShouldBeTrue();
        var row = (await world.UserAsync("u1"))!;
        var counted = horizon.Count(row.Tallies, new CallReader(await world.Shelf.CurrentAsync(world.Db, world.Id, Cancel)), world.Now);
        EventTable.Read(connection, world.Id, [row.Id], counted.Add);
        counted.Tallies.ToBytes().ShouldBe(row.Tallies.ToBytes(), "As of now, what was counted and what is read again are one.");
    }

    [Theory]
    [EachDatabase]
    public async Task Of_rejected_calls_the_newest_are_kept_for_a_month(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var start = world.Now;
        await AddRejectedAsync(world, 20, start - Duration.FromDays(31));
        await AddRejectedAsync(world, OldRejectedCalls.Most + 5, start);
        var old = new OldRejectedCalls(world.Db, world);

        while (await old.WorkAsync(world.Id, Cancel) > 0)
        {
        }

        (await world.ScalarAsync<long>("SELECT count(*) FROM rejected_call WHERE workspace_id = @Id")).ShouldBe(OldRejectedCalls.Most);
        world.Now += Duration.FromDays(31);
        while (await old.WorkAsync(world.Id, Cancel) > 0)
        {
        }

        (await world.ScalarAsync<long>("SELECT count(*) FROM rejected_call WHERE workspace_id = @Id")).ShouldBe(0);
    }

    [Theory]
    [EachDatabase]
    public async Task Kept_answers_go_after_a_day_and_rejected_rows_90_days_after_the_import(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var begun = world.Now.ToUnixTimeMilliseconds();
        await world.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                $"""
                INSERT INTO idempotent_call (workspace_id, key_id, idempotency_key, request, started_at) VALUES (@Id, @Id, 'k', @none, {begun});
                INSERT INTO import (workspace_id, import_id, kind, file_name, bytes, bytes_read, fingerprint, choices, state, line, accepted, repeated, rejected,
                    is_uploaded, started_at, finished_at, started_by, held_until)
                VALUES (@Id, @Id, 0, 'a.csv', 1, 1, @none, '[]', 2, 1, 0, 0, 1, @no, {begun}, {begun}, 'test', 0);
                INSERT INTO import_rejected (workspace_id, import_id, line, reason, content) VALUES (@Id, @Id, 2, 'is empty', ';;');
                """,
                new { world.Id, none = Array.Empty<byte>(), no = false },
                transaction),
            Cancel);
        var leftovers = new Leftovers(world.Db, world);

        world.Now += Duration.FromHours(23);
        (await leftovers.WorkAsync(world.Id, Cancel)).ShouldBe(0);
        world.Now += Duration.FromHours(2);
        (await leftovers.WorkAsync(world.Id, Cancel)).ShouldBe(1);
        world.Now += Duration.FromDays(88);
        (await leftovers.WorkAsync(world.Id, Cancel)).ShouldBe(0);
        world.Now += Duration.FromDays(2);
        (await leftovers.WorkAsync(world.Id, Cancel)).ShouldBe(1);
    }

    private static Task AddRejectedAsync(TestWorkspace world, int number, Instant received) => world.Door.AdmitAsync(
        world.Id, new Admitted([], [.. Enumerable.Range(0, number).Select(n => RejectedCall.Of("{}"u8, received + Duration.FromMilliseconds(n), "has nothing"))]), Cancel);

    /// <summary>Three leads who did something every few days of four months.</summary>
    private static async Task SendAYearAsync(TestWorkspace world)
    {
        for (var day = 0; day < 120; day += 4)
        {
            var timestamp = (world.Now - Duration.FromDays(day)).ToUnixTimeMilliseconds();
            await world.SendAsync(
                new { type = "track", @event = "Quote Requested", userId = "u1", timestamp, messageId = $"q{day}" },
                new { type = "page", userId = "u2", properties = new { path = "/pricing" }, timestamp, messageId = $"p{day}" },
                new { type = "track", @event = "Email Link Clicked", anonymousId = "a1", timestamp, messageId = $"c{day}" });
        }

        var old = (world.Now - Duration.FromDays(100)).ToUnixTimeMilliseconds();
        await world.SendAsync(
            new { type = "identify", userId = "u1", traits = new { title = "Plant Manager" }, timestamp = old },
            new { type = "identify", userId = "u2", traits = new { title = "Intern" }, timestamp = old },
            new { type = "identify", userId = "u3", anonymousId = "a1", traits = new { email = "robin@northforge.example" }, timestamp = old },
            new { type = "group", userId = "u1", groupId = "g1", traits = new { employees = 80 }, timestamp = old },
            new { type = "group", userId = "u3", groupId = "g1", traits = new { industry = "Steel" }, timestamp = old },
            new { type = "alias", previousId = "u1", userId = "u4", timestamp = old });
        await world.WakeAsync();
    }

    /// <summary>Deletes on a server that keeps so many days.</summary>
    internal static OldEvents Keeping(TestWorkspace world, int days) => new(world.Db, new EventRetention(world.Db, world.Shelf, new ServerOptions { DaysToKeepEvents = days }, world), world);

    /// <summary>Does all there is to do.</summary>
    /// <returns>How many events were deleted.</returns>
    private static async Task<int> PurgeAsync(TestWorkspace world)
    {
        var events = Keeping(world, Days);
        var sum = 0;
        while (await events.WorkAsync(world.Id, Cancel) is { } deleted)
        {
            sum += deleted;
        }

        return sum;
    }

    private static async Task RecountAsync(TestWorkspace world)
    {
        var leads = (await LeadsAsync(world)).ToList();
        await world.Door.ChangeAsync(
            world.Id,
            book =>
            {
                book.Lock(leads);
                book.Recount([.. leads.Select(lead => book.Find(lead)!)]);
                return true;
            },
            Cancel);
    }

    private static async Task<IEnumerable<Guid>> LeadsAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        return connection.Query<Guid>("SELECT lead_id FROM lead WHERE workspace_id = @Id", new { world.Id });
    }

    private static async Task<string> ScoresAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        var rows = connection.Query<(int Total, long Fit, long Engagement, int Stage)>(
            "SELECT total, fit, engagement, stage FROM lead WHERE workspace_id = @Id AND parent_id IS NULL ORDER BY total, fit, engagement, stage", new { world.Id });
        return string.Join('\n', rows);
    }
}
