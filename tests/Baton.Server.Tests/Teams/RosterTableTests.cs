using System.Collections.Concurrent;
using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Teams;

public class RosterTableTests
{
    private static readonly ImmutableArray<Route> Routes = [new("all", When: null, OwnerOfAccount: false, "Inside", Assignment.RoundRobin)];
    private static readonly HashSet<Guid> Nobody = [];
    private static readonly Dictionary<Guid, int> NoneOpen = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Writers_that_share_a_team_give_everybody_as_much(Dialect dialect)
    {
        const int Writers = 8;
        const int Assignments = 10_000;
        await using var world = await TeamWorld.CreateAsync(dialect);
        await world.LetInAsync("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus");
        await world.AddAsync("Inside", "Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus");
        var given = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var left = Assignments;
        IDatabase[] nodes = [.. Enumerable.Range(0, 2).Select(_ => world.Database.Open())];

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var random = new Random(writer);
            while (true)
            {
                var size = random.Next(1, 40);
                var before = Interlocked.Add(ref left, -size) + size;
                if (before <= 0)
                {
                    return;
                }

                foreach (var name in await nodes[writer % 2].WriteAsync(tx => Give(tx, world, Math.Min(size, before)), Cancel))
                {
                    given.AddOrUpdate(name, 1, (_, count) => count + 1);
                }
            }
        }));

        given.Values.Sum().ShouldBe(Assignments);
        given.Count.ShouldBe(7);
        (given.Values.Max() - given.Values.Min()).ShouldBeLessThanOrEqualTo(1);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_given_out_is_seen_by_whoever_waited(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        var people = await world.LetInAsync("Ann", "Bo");
        var team = await world.AddAsync("Inside", "Ann", "Bo");
        var from = world.Now - Duration.FromHours(1);
        await world.Absences.AddAsync(world.Id, people[0].Id, from, from + Duration.FromDays(3), "cold", Cancel);
        await world.Absences.AddAsync(world.Id, people[0].Id, from - Duration.FromDays(3), world.Now, null, Cancel);
        await world.Absences.AddAsync(world.Id, people[1].Id, from, null, null, Cancel);
        var draft = TeamWorld.Draft("Inside", "Ann", "Bo") with { Manager = "ann@ACME.example" };
        draft = draft with
        {
            Members =
            [
                draft.Members[0] with { Weight = 3, Capacity = 12, Hours = WorkingHours.Always },
                draft.Members[1] with { Zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"] },
            ],
        };
        await world.Teams.ReplaceAsync(world.Id, team, draft, _ => true, Cancel);

        var roster = await world.Db.WriteAsync(tx => RosterTable.Lock(tx, world.Id, () => new Dictionary<Guid, int> { [people[1].Id] = 4 }, world.Now), Cancel);

        var inside = roster.Team("INSIDE").ShouldNotBeNull();
        (inside.Id, inside.Manager).ShouldBe((team, people[0].Id));
        inside.Calendar.ShouldBe(draft.Calendar);
        var (ann, bo) = (inside.Members[0], inside.Members[1]);
        (ann.PersonId, ann.Name, ann.Email, ann.Weight, ann.Capacity, ann.Open, ann.Turn).ShouldBe((people[0].Id, "Ann", "ann@acme.example", 3, 12, 0, 0L));
        ann.Hours.ShouldBe(draft.Calendar with { Hours = WorkingHours.Always });
        ann.Absences.ShouldBe([new Absence(from, from + Duration.FromDays(3))], "The other has ended.");
        (bo.Weight, bo.Capacity, bo.Open).ShouldBe((1, null, 4));
        bo.Hours.ShouldBe(draft.Calendar with { Zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"] });
        bo.Absences.ShouldBe([new Absence(from, null)]);
    }

    [Theory]
    [EachDatabase]
    public async Task The_rotation_is_kept_from_one_transaction_to_the_next(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        await world.LetInAsync("Ann", "Bo", "Cy");
        await world.AddAsync("Inside", "Ann", "Bo", "Cy");
        var names = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            names.AddRange(await world.Db.WriteAsync(tx => Give(tx, world, 1), Cancel));
        }

        names.ShouldBe(["Ann", "Bo", "Cy", "Ann", "Bo", "Cy"]);
    }

    private static List<string> Give(System.Data.Common.DbTransaction transaction, TeamWorld world, int times)
    {
        var before = RosterTable.Lock(transaction, world.Id, () => NoneOpen, world.Now);
        var (after, names) = (before, new List<string>());
        for (var i = 0; i < times; i++)
        {
            var routing = Router.Route(Routes, "Desk", _ => true, accountOwner: null, after, world.Now, Nobody);
            after = routing.Roster;
            names.Add(routing.Member!.Name);
        }

        RosterTable.Save(transaction, world.Id, before, after);
        return names;
    }
}
