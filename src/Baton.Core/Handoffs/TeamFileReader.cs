using System.Collections.Immutable;
using Baton.Core.Documents;
using Baton.Core.Playbooks;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>Reads a <see cref="TeamFile"/>.</summary>
internal sealed class TeamFileReader(Mistakes mistakes, IReadOnlyList<string> roles)
{
    internal static readonly string[] Sections = ["people", "teams"];
    internal static readonly string[] PersonNames = ["email", "name", "role"];
    internal static readonly string[] TeamNames = ["name", "zone", "hours", "holidays", "manager", "members"];
    internal static readonly string[] MemberNames = ["person", "weight", "capacity", "zone", "hours"];

    private const string ExampleAddress = "ann@example.com";

    public TeamFile? Read(Node root)
    {
        if (Section.From(root, "a file of teams", Sections, mistakes) is not { } section)
        {
            return null;
        }

        if (section["people"] is null && section["teams"] is null)
        {
            mistakes.Add(root, "the file names neither `teams` nor `people`");
        }

        var people = Items(section["people"], "people").Select(Person).ToList();
        var teams = Items(section["teams"], "teams").Select(Team).ToList();
        RefuseTwice(people.OfType<(ScalarNode Node, PersonText Person)>().Select(one => (one.Node, one.Person.Email)), "is among `people` already; name everybody once");
        RefuseTwice(teams.OfType<(ScalarNode Node, TeamText Team)>().Select(one => (one.Node, one.Team.Draft.Name)), "is the name of a team above; give each its own");
        return mistakes.None ? new TeamFile([.. people.Select(one => one!.Value.Person)], [.. teams.Select(one => one!.Value.Team)]) : null;
    }

    private (ScalarNode Node, PersonText Person)? Person(Node node)
    {
        if (Section.From(node, "a person", PersonNames, mistakes) is not { } section)
        {
            return null;
        }

        var (email, name) = (section.RequiredText("email", ExampleAddress), section.RequiredText("name", "Ann Lee"));
        var role = section.RequiredText("role", "sdr");
        if (role is not null && !roles.Contains(role))
        {
            mistakes.Add(section["role"]!, $"`{role.Shortened()}` is no role; roles are {string.Join(", ", roles)}");
        }

        return email is null || name is null || role is null ? null
            : ((ScalarNode)section["email"]!, new PersonText(email, name, role, section["email"]!.Line, section["email"]!.Column));
    }

    private (ScalarNode Node, TeamText Team)? Team(Node node)
    {
        if (Section.From(node, "a team", TeamNames, mistakes) is not { } section)
        {
            return null;
        }

        var name = section.RequiredText("name", "Inside sales");
        if (name is { Length: > TeamDraft.LongestName })
        {
            mistakes.Add(section["name"]!, $"a team’s name has at most {TeamDraft.LongestName} characters");
        }

        var zone = Zone(section, isRequired: true);
        var hours = Hours(section, isRequired: true);
        var holidays = Items(section["holidays"], "holidays").Select(Holiday).OfType<LocalDate>().ToImmutableSortedSet();
        if (holidays.Count > TeamDraft.MostHolidays)
        {
            mistakes.Add(section["holidays"]!, FormattableString.Invariant($"a team has at most {TeamDraft.MostHolidays:N0} holidays; leave out those of past years"));
        }

        var manager = section.Text("manager");
        var members = Items(section["members"], "members").Select(Member).ToList();
        if (members.Count > TeamDraft.MostMembers)
        {
            mistakes.Add(section["members"]!, FormattableString.Invariant($"a team has at most {TeamDraft.MostMembers:N0} members; make several teams of it"));
        }

        RefuseTwice(
            members.OfType<(ScalarNode Node, MemberDraft Member)>().Select(one => (one.Node, one.Member.Person)), "is in the team already; give them one place, with a larger weight for a larger share");
        if (name is null || zone is null || hours is null || members.Contains(null))
        {
            return null;
        }

        var places = members.Select((one, i) => KeyValuePair.Create(FormattableString.Invariant($"members[{i}].person"), (one!.Value.Node.Line, one.Value.Node.Column)))
            .ToImmutableDictionary();
        return ((ScalarNode)section["name"]!, new TeamText(
            new TeamDraft(name, new BusinessCalendar(zone, hours, holidays), manager, [.. members.Select(one => one!.Value.Member)]),
            manager is null ? places : places.Add("manager", (section["manager"]!.Line, section["manager"]!.Column))));
    }

    private (ScalarNode Node, MemberDraft Member)? Member(Node node)
    {
        if (Section.From(node, "a member", MemberNames, mistakes) is not { } section)
        {
            return null;
        }

        var person = section.RequiredText("person", ExampleAddress);
        var member = new MemberDraft(
            person ?? "",
            section.Whole("weight", 1, MemberDraft.MostWeight) ?? 1,
            section.Whole("capacity", 0, MemberDraft.MostCapacity),
            Zone(section, isRequired: false),
            Hours(section, isRequired: false));
        return person is null ? null : ((ScalarNode)section["person"]!, member);
    }

    private DateTimeZone? Zone(Section section, bool isRequired)
    {
        if ((isRequired ? section.RequiredText("zone", "Europe/Berlin") : section.Text("zone")) is not { } text)
        {
            return null;
        }

        var (zone, mistake) = TimeZoneNames.Read(text);
        Add(section["zone"]!, mistake);
        return zone;
    }

    private WorkingHours? Hours(Section section, bool isRequired)
    {
        if ((isRequired ? section.RequiredText("hours", "Mon-Fri 09:00-12:30, 13:00-17:00") : section.Text("hours")) is not { } text)
        {
            return null;
        }

        var (hours, found) = WorkingHours.Read(text);
        foreach (var mistake in found)
        {
            Add(section["hours"]!, mistake);
        }

        return hours;
    }

    private LocalDate? Holiday(Node node)
    {
        if (node is not ScalarNode scalar)
        {
            mistakes.Add(node, $"a date such as `2026-12-25` is expected here, not {node.Kind}");
            return null;
        }

        var (day, mistake) = Holidays.Read(scalar.Text);
        Add(node, mistake);
        return day;
    }

    private IReadOnlyList<Node> Items(Node? node, string name)
    {
        if (node is null or ListNode)
        {
            return (node as ListNode)?.Items ?? [];
        }

        mistakes.Add(node, $"`{name}` takes a list, not {node.Kind}");
        return [];
    }

    private void RefuseTwice(IEnumerable<(ScalarNode Node, string Text)> texts, string why)
    {
        foreach (var (node, text) in texts.GroupBy(one => one.Text.Trim(), StringComparer.OrdinalIgnoreCase).SelectMany(same => same.Skip(1)))
        {
            mistakes.Add(node, $"`{text.Shortened()}` {why}");
        }
    }

    // Mistakes of a document are no whole sentences.
    private void Add(Node node, string? mistake)
    {
        if (mistake is not null)
        {
            mistakes.Add(node, mistake.TrimEnd('.'));
        }
    }
}
