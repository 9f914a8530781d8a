using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Baton.Core.Handoffs;

/// <summary>The teams of a workspace and who is in them, at one moment.</summary>
public sealed class Roster
{
    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenDictionary<Guid, int> _byId;

    private Roster(ImmutableArray<Team> teams, FrozenDictionary<string, int> byName, FrozenDictionary<Guid, int> byId) =>
        (Teams, _byName, _byId) = (teams, byName, byId);

    /// <summary>No teams.</summary>
    public static Roster Empty { get; } = Of([]);

    /// <summary>The teams, in the order in which they were given.</summary>
    public ImmutableArray<Team> Teams { get; }

    /// <summary>A roster of these teams.</summary>
    /// <exception cref="ArgumentException">Two teams have the same name, whatever the case of its letters, or the same id.</exception>
    public static Roster Of(ImmutableArray<Team> teams) => new(
        teams,
        teams.Select((team, i) => KeyValuePair.Create(team.Name.Trim(), i)).ToDictionary(StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        teams.Select((team, i) => KeyValuePair.Create(team.Id, i)).ToDictionary().ToFrozenDictionary());

    /// <summary>The team of this name, without regard to the case of letters; null where there is none.</summary>
    public Team? Team(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name.Trim(), out var at) ? Teams[at] : null;
    }

    /// <summary>The team with this id; null where there is none.</summary>
    public Team? Team(Guid id) => _byId.TryGetValue(id, out var at) ? Teams[at] : null;

    /// <summary>Somebody, and the first team that they are in; null where they are in none.</summary>
    public (Team Team, Member Member)? Person(Guid personId)
    {
        foreach (var team in Teams)
        {
            foreach (var member in team.Members)
            {
                if (member.PersonId == personId)
                {
                    return (team, member);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Somebody by their address, or by their name where nobody else has it, without regard to case, and the first team that they are in. Null where
    /// nobody is meant, or more than one.
    /// </summary>
    public (Team Team, Member Member)? Person(string emailOrName)
    {
        ArgumentNullException.ThrowIfNull(emailOrName);
        var asked = emailOrName.Trim();
        var everybody = Teams.SelectMany(team => team.Members.Select(member => (Team: team, Member: member))).DistinctBy(place => place.Member.PersonId).ToList();
        var meant = everybody.Where(place => place.Member.Email.Equals(asked, StringComparison.OrdinalIgnoreCase)).ToList();
        if (meant.Count == 0)
        {
            meant = [.. everybody.Where(place => place.Member.Name.Equals(asked, StringComparison.OrdinalIgnoreCase))];
        }

        return meant.Count == 1 ? meant[0] : null;
    }

    /// <summary>The roster with so many more open hand-offs of somebody, or fewer where negative; never below none.</summary>
    public Roster WithOpen(Guid personId, int more) => With(team => team.Members.Any(member => member.PersonId == personId)
        ? team with { Members = [.. team.Members.Select(member => member.PersonId == personId ? member with { Open = Math.Max(0, member.Open + more) } : member)] }
        : team);

    /// <summary>The roster with the rotation of a team where it stands now.</summary>
    /// <param name="team">The id of the team.</param>
    /// <param name="turns">By person; whoever is not named keeps theirs.</param>
    internal Roster WithTurns(Guid team, Dictionary<Guid, long> turns) => With(one => one.Id == team
        ? one with { Members = [.. one.Members.Select(member => turns.TryGetValue(member.PersonId, out var turn) ? member with { Turn = turn } : member)] }
        : one);

    private Roster With(Func<Team, Team> change) => new([.. Teams.Select(change)], _byName, _byId);
}
