using Baton.Core.Handoffs;

namespace Baton.Server.Handoffs;

/// <summary>Who is who, for what is told of them.</summary>
/// <param name="Roster">The teams.</param>
internal sealed record Directory(Roster Roster)
{
    private readonly Dictionary<Guid, Member> _people = Roster.Teams.SelectMany(team => team.Members).DistinctBy(member => member.PersonId).ToDictionary(member => member.PersonId);

    /// <summary>A person's name and address; null for nobody and for who is in no team any more.</summary>
    public PersonName? Person(Guid? id) => id is { } known ? _people.TryGetValue(known, out var member) ? new PersonName(known, member.Name, member.Email) : new PersonName(known, null, null) : null;

    /// <summary>A team's name; null for none.</summary>
    public string? Team(Guid? id) => id is { } known ? Roster.Team(known)?.Name : null;
}

/// <summary>Somebody, in short.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">What others call them; null of somebody who is in no team any more.</param>
/// <param name="Email">Their address; null likewise.</param>
internal sealed record PersonName(Guid Id, string? Name, string? Email);
