using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Server.People;

namespace Baton.Server.Teams;

/// <summary>What a team is to be; everything in it was checked and is written as the database keeps it.</summary>
internal sealed record TeamPlan(string Name, string Zone, string Hours, string Holidays, Guid? ManagerId, ImmutableArray<MemberPlan> Members)
{
    /// <summary>Two teams with the same key have the same name, as <see cref="Roster"/> compares names.</summary>
    public string Key => KeyOf(Name);

    public static string KeyOf(string name) => name.Trim().ToUpperInvariant();

    /// <summary>Looks up who is meant. Null, and what is wrong, where somebody is not there.</summary>
    public static (TeamPlan? Plan, IReadOnlyList<TeamMistake> Mistakes) Of(TeamDraft draft, IReadOnlyList<PersonRow> people)
    {
        var mistakes = new List<TeamMistake>();
        var manager = draft.Manager is { } written ? Find(written, "manager") : null;
        var members = draft.Members.Select((member, i) => (Draft: member, Id: Find(member.Person, FormattableString.Invariant($"members[{i}].person")))).ToList();
        foreach (var (twice, at) in members.Select((one, i) => (one, i)).Where(one => one.one.Id is not null).GroupBy(one => one.one.Id).SelectMany(same => same.Skip(1)))
        {
            mistakes.Add(new TeamMistake(
                FormattableString.Invariant($"members[{at}].person"), $"{twice.Draft.Person} is in the team already. Give them one place, with a larger weight for a larger share."));
        }

        return mistakes.Count > 0 ? (null, mistakes) : (new TeamPlan(
            draft.Name.Trim(),
            draft.Calendar.Zone.Id,
            draft.Calendar.Hours.ToString(),
            TeamRow.Keep(draft.Calendar.Holidays),
            manager,
            [.. members.Select(one => new MemberPlan(one.Id!.Value, one.Draft.Weight, one.Draft.Capacity, one.Draft.Zone?.Id, one.Draft.Hours?.ToString()))]), []);

        Guid? Find(string person, string at)
        {
            var asked = person.Trim();
            var isId = Guid.TryParse(asked, out var id);
            var found = people.FirstOrDefault(one => isId ? one.Id == id : one.Email.Equals(asked, StringComparison.OrdinalIgnoreCase));
            if (found is { DeactivatedAt: null })
            {
                return found.Id;
            }

            mistakes.Add(new TeamMistake(at, found is null
                ? $"Nobody here has the {(isId ? "id" : "address")} {asked}.{(isId ? "" : Hint(asked, people))}"
                : $"{found.Name} no longer works here. Leave them out, or let them in again."));
            return null;
        }
    }

    /// <summary>True where the team is this already.</summary>
    public bool IsOf(TeamRow team, IEnumerable<MemberRow> members) =>
        (Name, Zone, Hours, Holidays, ManagerId) == (team.Name, team.Zone, team.Hours, team.Holidays, team.ManagerId) && Members.SequenceEqual(members.Select(MemberPlan.Of));

    private static string Hint(string email, IReadOnlyList<PersonRow> people) =>
        Core.Documents.NearestWord.To(email, people.Where(one => one.DeactivatedAt is null).Select(one => one.Email)) is { } meant
            ? $" Did you mean {meant}?"
            : " Let them in first: `baton user create`, or POST /api/people.";
}

/// <summary>What somebody's place in a team is to be.</summary>
internal sealed record MemberPlan(Guid PersonId, int Weight, int? Capacity, string? Zone, string? Hours)
{
    public static MemberPlan Of(MemberRow row) => new(row.PersonId, row.Weight, row.Capacity, row.Zone, row.Hours);
}
