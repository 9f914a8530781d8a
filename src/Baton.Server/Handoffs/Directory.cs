using Baton.Core.Handoffs;
using Baton.Server.People;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Who is who, for what is told of them. Read where somebody asks.</summary>
/// <param name="read">Reads the teams.</param>
/// <param name="people">Reads everybody, those who no longer work here and those who are in no team among them.</param>
internal sealed class Directory(Func<Roster> read, Func<IReadOnlyList<PersonRow>> people)
{
    private Roster? _roster;
    private IReadOnlyList<PersonRow>? _people;
    private Dictionary<Guid, PersonName>? _names;

    /// <summary>The teams.</summary>
    public Roster Roster => _roster ??= read();

    /// <summary>Everybody.</summary>
    public IReadOnlyList<PersonRow> People => _people ??= people();

    /// <summary>A person's name and address; the id alone of whom nobody knows; null for nobody.</summary>
    public PersonName? Person(Guid? id)
    {
        if (id is not { } known)
        {
            return null;
        }

        _names ??= People.ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        return _names.GetValueOrDefault(known, new PersonName(known, null, null));
    }

    /// <summary>Somebody who gets e-mail; null for nobody, and for who no longer works here.</summary>
    public PersonRow? Reader(Guid? id) => id is { } known ? People.FirstOrDefault(person => person.Id == known && person.Deactivated is null) : null;

    /// <summary>All who manage or run Baton.</summary>
    public IEnumerable<PersonRow> Managers => People.Where(one => one.Deactivated is null && one.Role is Roles.Manager or Roles.Admin);

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
/// <param name="Name">What others call them; null of whom nobody knows.</param>
/// <param name="Email">Their address; null likewise.</param>
public sealed record PersonName(Guid Id, string? Name, string? Email);
