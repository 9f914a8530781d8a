using System.Collections.Immutable;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

/// <summary>Laws of routing, on random teams. A failure names the seed.</summary>
public class RouterLawTests
{
    private const int Worlds = 300;

    private static readonly Instant Start = Calendars.At("2026-06-10 10:00 +02");
    private static readonly HashSet<Guid> Nobody = [];

    [Fact]
    public void Equal_members_are_given_as_much_as_each_other_after_any_number()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new Random(seed);
            var roster = Roster.Of([RouterTests.Team("T", Enumerable.Range(0, random.Next(1, 12)).Select(i => RouterTests.Person($"P{i}") with { Weight = random.Next(1, 100) }))]);
            for (var i = 0; i < 100; i++)
            {
                roster = Give(roster, Assignment.RoundRobin).Roster;
                var open = roster.Teams[0].Members.Select(member => member.Open).ToList();
                (open.Max() - open.Min()).ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    [InlineData(100, 1)]
    [InlineData(7, 5)]
    public void Two_weights_are_kept_within_one_after_any_number(int one, int other)
    {
        var roster = Roster.Of([RouterTests.Team("T", [RouterTests.Person("A") with { Weight = one }, RouterTests.Person("B") with { Weight = other }])]);
        for (var given = 1; given <= 1_000; given++)
        {
            roster = Give(roster, Assignment.Weighted).Roster;
            Math.Abs(roster.Teams[0].Members[0].Open - ((double)given * one / (one + other))).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void A_round_of_weights_gives_everybody_exactly_their_weight()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new Random(seed);
            var weights = Enumerable.Range(0, random.Next(1, 10)).Select(_ => random.Next(1, 20)).ToList();
            var roster = Roster.Of([RouterTests.Team("T", weights.Select((weight, i) => RouterTests.Person($"P{i}") with { Weight = weight }))]);
            for (var i = 0; i < weights.Sum(); i++)
            {
                roster = Give(roster, Assignment.Weighted).Roster;
            }

            roster.Teams[0].Members.Select(member => member.Open).ShouldBe(weights, $"seed {seed}");
            roster.Teams[0].Members.ShouldAllBe(member => member.Turn == 0, $"seed {seed}");
        }
    }

    [Fact]
    public void Nobody_is_given_more_than_they_have_room_for_or_what_they_are_not_to_have_or_while_away()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new Random(seed);
            var roster = SomeTeams(random);
            var now = Start;
            for (var i = 0; i < 40; i++)
            {
                now += Duration.FromMinutes(random.Next(600));
                var members = roster.Teams.SelectMany(team => team.Members).ToList();
                var except = members.Where(_ => random.Next(4) == 0).Select(member => member.PersonId).ToHashSet();
                ImmutableArray<Route> routes = [RouterTests.To("Inside", pick: (Assignment)random.Next(3))];

                var routing = Router.Route(routes, "Desk", _ => true, null, roster, now, except);

                if (routing.Member is { } taken)
                {
                    var before = roster.Team("Inside")!.Members.First(member => member.PersonId == taken.PersonId);
                    except.ShouldNotContain(taken.PersonId, $"seed {seed}");
                    (before.Open < (before.Capacity ?? int.MaxValue)).ShouldBeTrue($"seed {seed}");
                    before.AbsenceAt(before.CalendarIn(routing.Team!).NextOpen(now)).ShouldBeNull($"seed {seed}");
                    routing.Queue.ShouldBeNull();
                }
                else
                {
                    routing.Queue.ShouldBe("Desk");
                    routing.Roster.ShouldBe(roster, "Nothing moved.");
                }

                roster = random.Next(5) == 0 ? routing.Roster.WithOpen(members[random.Next(members.Count)].PersonId, -1) : routing.Roster;
            }
        }
    }

    [Fact]
    public void Nothing_but_the_arguments_decides()
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var roster = SomeTeams(new Random(seed));
            var (one, other) = (Give(roster, Assignment.LeastOpen), Give(Roster.Of(roster.Teams), Assignment.LeastOpen));

            one.Lines().ShouldBe(other.Lines(), $"seed {seed}");
            one.Member.ShouldBe(other.Member, $"seed {seed}");
        }
    }

    private static Routing Give(Roster roster, Assignment pick) =>
        Router.Route([RouterTests.To(roster.Teams[0].Name, pick: pick)], "Desk", _ => true, null, roster, Start, Nobody);

    /// <summary>Two teams that share some people.</summary>
    private static Roster SomeTeams(Random random)
    {
        var people = Enumerable.Range(0, random.Next(1, 8)).Select(i => RouterTests.Person($"P{i}") with
        {
            Weight = random.Next(1, 5),
            Capacity = random.Next(3) == 0 ? null : random.Next(1, 6),
            Hours = random.Next(3) == 0 ? Calendars.Random(random) : null,
            Absences = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Absence(random))],
        }).ToList();
        return Roster.Of([RouterTests.Team("Inside", people), RouterTests.Team("Field", people.Where((_, i) => i % 2 == 0))]);
    }

    private static Absence Absence(Random random)
    {
        var from = Start + Duration.FromHours(random.Next(-100, 200));
        return new Absence(from, random.Next(4) == 0 ? null : from + Duration.FromHours(random.Next(1, 100)));
    }
}
