using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Who is who, for what is told of them. Read where somebody asks.</summary>
/// <param name="read">Reads the teams.</param>
internal sealed class Directory(Func<Roster> read)
{
    private Roster? _roster;
    private Dictionary<Guid, Member>? _people;

    public Directory(Roster roster)
        : this(() => roster)
    {
    }

    /// <summary>The teams.</summary>
    public Roster Roster => _roster ??= read();

    /// <summary>A person's name and address; the id alone of who is in no team any more; null for nobody.</summary>
    public PersonName? Person(Guid? id)
    {
        if (id is not { } known)
        {
            return null;
        }

        _people ??= Roster.Teams.SelectMany(team => team.Members).DistinctBy(member => member.PersonId).ToDictionary(member => member.PersonId);
        return _people.TryGetValue(known, out var member) ? new PersonName(known, member.Name, member.Email) : new PersonName(known, null, null);
    }

    /// <summary>The team that has a hand-off, or that watches over the queue where it waits; null for none.</summary>
    public Team? TeamOf(Handoff handoff) => handoff.Team is { } id ? Roster.Team(id) : handoff.Queue is { } queue ? Roster.Team(queue) : null;

    /// <summary>By whose wall clock a hand-off's times are read.</summary>
    public DateTimeZone ZoneOf(Handoff handoff) => TeamOf(handoff)?.Calendar.Zone ?? DateTimeZone.Utc;

    /// <summary>By whose wall clock somebody reads times: that of the first team that they are in.</summary>
    public DateTimeZone ZoneOf(Guid? person) => (person is { } id ? Roster.Person(id)?.Team.Calendar.Zone : null) ?? DateTimeZone.Utc;

    /// <summary>A team's name; null for none.</summary>
    public string? Team(Guid? id) => id is { } known ? Roster.Team(known)?.Name : null;
}

/// <summary>Somebody, in short.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">What others call them; null of somebody who is in no team any more.</param>
/// <param name="Email">Their address; null likewise.</param>
internal sealed record PersonName(Guid Id, string? Name, string? Email);
