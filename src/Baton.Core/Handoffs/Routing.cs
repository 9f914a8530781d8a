using System.Collections.Immutable;
using Baton.Core.Documents;

namespace Baton.Core.Handoffs;

/// <summary>Who is handed a lead, and why.</summary>
/// <param name="Team">The team; null where no route came to one. It is kept where nobody of it can take the lead, whose queue it waits in.</param>
/// <param name="Member">Who of the team; null where nobody can take it.</param>
/// <param name="Queue">The queue that it waits in; null where there is a <paramref name="Member"/>.</param>
/// <param name="Route">The name of the route that decided; null where none matched.</param>
/// <param name="Roster">The teams as they are then: the rotation moved on, and whoever was given the lead has one more.</param>
/// <param name="Trace">Each route that was looked at, in order, and at the end the queue where it came to that.</param>
public sealed record Routing(Team? Team, Member? Member, string? Queue, string? Route, Roster Roster, ImmutableArray<RouteTrace> Trace)
{
    /// <summary>The trace for people, a line for each entry.</summary>
    /// <param name="words">The language in which the trace was made; English where none is given.</param>
    public IEnumerable<string> Lines(Wording? words = null) => Trace.Select(entry => entry.In(words ?? Wording.English));
}

/// <summary>What a route came to.</summary>
/// <param name="Route">Its name; null for the queue at the end.</param>
/// <param name="Matches">True where it decided.</param>
/// <param name="Outcome">What came of it, as a sentence.</param>
/// <param name="PassedOver">Who was considered and not taken, each with the reason, in the order of the team.</param>
public sealed record RouteTrace(string? Route, bool Matches, string Outcome, ImmutableArray<PassedOver> PassedOver)
{
    /// <summary>Such as <c>DACH: Ann Lee of Regional sales takes it. Passed over: Bo Berg (12 of 12 open hand-offs).</c></summary>
    public override string ToString() => In(Wording.English);

    /// <summary>The same in another language, the one that the trace was made in.</summary>
    public string In(Wording words) =>
        $"{(Route is null ? "" : Route + ": ")}{Outcome}{(PassedOver.IsEmpty ? "" : " " + words["Passed over: {0}.", string.Join(", ", PassedOver.Select(one => $"{one.Name} ({one.Why})"))])}";
}

/// <summary>Somebody who is not given a lead.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Why">Such as <c>away until Mon 5 Jan 2026, 09:00 Europe/Berlin</c>.</param>
public sealed record PassedOver(Guid PersonId, string Name, string Why);
