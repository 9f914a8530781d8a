using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>Decides who is handed a lead. A pure function: asked again with the same, it answers the same.</summary>
public static class Router
{
    /// <summary>
    /// Goes through the routes until one matches, and takes somebody of its team: of those who are not away when they work next and have room for
    /// more, whoever works soonest; of several, as the route says. What nobody can take waits in <paramref name="fallback"/>.
    /// </summary>
    /// <param name="routes">In order.</param>
    /// <param name="fallback">The name of the queue for what nobody can take.</param>
    /// <param name="holds">Whether a condition holds of the lead.</param>
    /// <param name="accountOwner">Who owns the lead's account; null for nobody.</param>
    /// <param name="roster">The teams.</param>
    /// <param name="now">When the lead is handed over.</param>
    /// <param name="except">Who is not to have it, such as whoever let it lie.</param>
    /// <param name="words">The language of the trace; English where none is given.</param>
    public static Routing Route(
        ImmutableArray<Route> routes, string fallback, Func<Condition, bool> holds, Guid? accountOwner, Roster roster, Instant now, IReadOnlySet<Guid> except,
        Wording? words = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fallback);
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(except);
        words ??= Wording.English;
        var trace = ImmutableArray.CreateBuilder<RouteTrace>();
        foreach (var route in routes)
        {
            if (route.When is { } condition && !holds(condition))
            {
                trace.Add(new RouteTrace(route.Name, Matches: false, words["Not for this lead: it is for those whose {0}.", ConditionWords.Of(condition, words)], []));
                continue;
            }

            if (route.OwnerOfAccount)
            {
                var (owner, entry) = Owner(route, accountOwner, roster, now, except, words);
                trace.Add(entry);
                if (owner is var (ownTeam, ownMember))
                {
                    return Given(ownTeam, ownMember, route, roster, trace);
                }
            }

            if (route.Team is { } team)
            {
                return roster.Team(team) is { } known
                    ? FromTeam(known, route, fallback, roster, now, except, trace, words)
                    : Waiting(team: null, route, fallback, new RouteTrace(route.Name, Matches: true, words["There is no team “{0}”.", team], []), roster, trace, words);
            }
        }

        return Waiting(team: null, route: null, fallback, new RouteTrace(Route: null, Matches: true, words["No route matched. It waits in the queue “{0}”.", fallback], []), roster, trace, words);
    }

    private static ((Team Team, Member Member)? Owner, RouteTrace Entry) Owner(Route route, Guid? accountOwner, Roster roster, Instant now, IReadOnlySet<Guid> except, Wording words)
    {
        if (accountOwner is not { } id)
        {
            return (null, NotMatched(words["The account has no owner."]));
        }

        if (roster.Person(id) is not var (team, owner))
        {
            return (null, NotMatched(words["The account’s owner is in no team."]));
        }

        var found = Availability.Of(team, owner, now, except, mindCapacity: false, words);
        return found.Obstacle is { } why
            ? (null, new RouteTrace(route.Name, Matches: false, words["The account’s owner cannot take it."], [new PassedOver(owner.PersonId, owner.Name, why)]))
            : ((team, owner), new RouteTrace(route.Name, Matches: true, words["{0} of {1} owns the account and takes it{2}.", owner.Name, team.Name, When(found, team, now, words)], []));

        RouteTrace NotMatched(string outcome) => new(route.Name, Matches: false, outcome, []);
    }

    private static Routing FromTeam(
        Team team, Route route, string fallback, Roster roster, Instant now, IReadOnlySet<Guid> except, ImmutableArray<RouteTrace>.Builder trace, Wording words)
    {
        var found = team.Members.Select(member => Availability.Of(team, member, now, except, mindCapacity: true, words)).ToList();
        var able = found.Where(one => one.Obstacle is null).ToList();
        if (able.Count == 0)
        {
            var nobody = team.Members.IsEmpty ? words["{0} has no members.", team.Name] : words["Nobody of {0} can take it.", team.Name];
            return Waiting(team, route, fallback, new RouteTrace(route.Name, Matches: true, nobody, Passed(found, _ => null)), roster, trace, words);
        }

        var soonest = able.Min(one => one.At);
        var (taken, turns) = Rotation.Take([.. able.Where(one => one.At == soonest).Select(one => one.Member)], route.Pick);
        var passed = Passed([.. found.Where(one => one.Member.PersonId != taken.PersonId)], WhyNot);
        var outcome = words["{0} of {1} takes it{2}.", taken.Name, team.Name, When(able.First(one => one.Member == taken), team, now, words)];
        trace.Add(new RouteTrace(route.Name, Matches: true, outcome, passed));
        return Given(team, taken, route, roster.WithTurns(team.Id, turns), trace);

        string WhyNot(Availability one) => one.At > soonest ? words["not at work before {0}", Availability.Say(one.At, one.Member.CalendarIn(team), words)]
            : route.Pick == Assignment.LeastOpen && (long)one.Member.Open * taken.Weight > (long)taken.Open * one.Member.Weight ? words["{0} open hand-offs, more for their weight", words.Number(one.Member.Open)]
            : words["not their turn"];
    }

    private static ImmutableArray<PassedOver> Passed(List<Availability> found, Func<Availability, string?> whyNot) =>
        [.. found.Select(one => new PassedOver(one.Member.PersonId, one.Member.Name, one.Obstacle ?? whyNot(one) ?? ""))];

    private static string When(Availability taken, Team team, Instant now, Wording words) =>
        taken.At > now ? words[", at work from {0}", Availability.Say(taken.At, taken.Member.CalendarIn(team), words)] : "";

    private static Routing Given(Team team, Member member, Route route, Roster roster, ImmutableArray<RouteTrace>.Builder trace)
    {
        var after = roster.WithOpen(member.PersonId, 1);
        var given = after.Team(team.Id)!;
        return new Routing(given, given.Members.First(one => one.PersonId == member.PersonId), Queue: null, route.Name, after, trace.ToImmutable());
    }

    private static Routing Waiting(Team? team, Route? route, string queue, RouteTrace entry, Roster roster, ImmutableArray<RouteTrace>.Builder trace, Wording words)
    {
        trace.Add(route is null ? entry : entry with { Outcome = $"{entry.Outcome} {words["It waits in the queue “{0}”.", queue]}" });
        return new Routing(team, Member: null, queue, route?.Name, roster, trace.ToImmutable());
    }
}
