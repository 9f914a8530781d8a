using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

public class RouterTests
{
    // A Wednesday, when it is 10:00 in Berlin and 09:00 in London.
    private static readonly Instant Now = Calendars.At("2026-06-10 10:00 +02");
    private static readonly BusinessCalendar Berlin = Calendars.In("Europe/Berlin", "Mon-Fri 09:00-17:00");

    [Fact]
    public void The_first_route_that_matches_decides()
    {
        var roster = Roster.Of([Team("Inside", [Person("Ann")]), Team("Field", [Person("Bo")])]);

        var routing = Route(roster, [To("Inside", "country: Austria"), To("field", "country: Germany"), To("Inside")]);

        (routing.Team!.Name, routing.Member!.Name, routing.Queue, routing.Route).ShouldBe(("Field", "Bo", null, "to field"));
        routing.Lines().ShouldBe(["to Inside: Not for this lead: it is for those whose country is “Austria”.", "to field: Bo of Field takes it."]);
    }

    [Fact]
    public void Nothing_that_matches_leads_to_the_queue()
    {
        var routing = Route(Roster.Empty, [To("Inside", "country: Austria")]);

        (routing.Team, routing.Member, routing.Queue, routing.Route).ShouldBe((null, null, "Desk", null));
        routing.Lines().Last().ShouldBe("No route matched. It waits in the queue “Desk”.");
    }

    [Fact]
    public void A_team_that_does_not_exist_or_has_nobody_leads_to_the_queue()
    {
        var roster = Roster.Of([Team("Empty", [])]);

        Route(roster, [To("Nowhere")]).Lines().ShouldBe(["to Nowhere: There is no team “Nowhere”. It waits in the queue “Desk”."]);
        var routing = Route(roster, [To("Empty")]);
        routing.Lines().ShouldBe(["to Empty: Empty has no members. It waits in the queue “Desk”."]);
        (routing.Team?.Name, routing.Queue, routing.Route).ShouldBe(("Empty", "Desk", "to Empty"));
    }

    [Fact]
    public void Why_somebody_does_not_get_it_is_said_in_words()
    {
        var roster = Roster.Of([
            Team("Inside", [
                Person("Ann") with { Absences = [new Absence(Now - Duration.FromDays(3), Calendars.At("2026-06-15 09:00 +02"))] },
                Person("Bo") with { Open = 12, Capacity = 12 },
                Person("Cy") with { Hours = Calendars.In("America/New_York", "Mon-Fri 09:00-17:00") },
                Person("Di") with { Absences = [new Absence(Now, null)] },
                Person("Ed"),
                Person("Flo"),
                Person("Gus"),
            ])]);

        var routing = Route(roster, [To("Inside")], except: [Id("Flo")]);

        routing.Member!.Name.ShouldBe("Ed");
        routing.Lines().ShouldBe([
            "to Inside: Ed of Inside takes it. Passed over: Ann (away until Mon 15 Jun 2026, 09:00 Europe/Berlin), Bo (12 of 12 open hand-offs), "
            + "Cy (not at work before Wed 10 Jun 2026, 09:00 America/New_York), Di (away), Flo (not to have it again), Gus (not their turn).",
        ]);
    }

    [Fact]
    public void Where_nobody_can_take_it_the_team_s_lead_waits_in_the_queue_with_every_reason()
    {
        var roster = Roster.Of([Team("Inside", [Person("Ann") with { Open = 3, Capacity = 3 }, Person("Bo") with { Open = 9, Capacity = 3 }])]);

        var routing = Route(roster, [To("Inside"), To("Other")]);

        (routing.Team!.Name, routing.Member, routing.Queue).ShouldBe(("Inside", null, "Desk"));
        routing.Lines().ShouldBe(["to Inside: Nobody of Inside can take it. It waits in the queue “Desk”. Passed over: Ann (3 of 3 open hand-offs), Bo (9 of 3 open hand-offs)."]);
    }

    [Fact]
    public void Whoever_works_soonest_is_taken_even_where_nobody_works_now()
    {
        var night = Calendars.At("2026-06-10 23:00 +02");
        var roster = Roster.Of([Team("Inside", [Person("Ann"), Person("Bo") with { Hours = Calendars.In("Europe/Berlin", "Mon-Fri 07:00-15:00") }])]);

        var routing = Router.Route([To("Inside")], "Desk", _ => true, null, roster, night, new HashSet<Guid>());

        routing.Lines().ShouldBe([
            "to Inside: Bo of Inside takes it, at work from Thu 11 Jun 2026, 07:00 Europe/Berlin. Passed over: Ann (not at work before Thu 11 Jun 2026, 09:00 Europe/Berlin).",
        ]);
    }

    [Fact]
    public void Somebody_who_is_away_when_they_would_work_next_is_passed_over()
    {
        var night = Calendars.At("2026-06-10 23:00 +02");
        var away = new Absence(Calendars.At("2026-06-11 08:00 +02"), Calendars.At("2026-06-11 12:00 +02"));
        var back = new Absence(Calendars.At("2026-06-10 08:00 +02"), Calendars.At("2026-06-11 08:00 +02"));

        Taken(Person("Ann") with { Absences = [away] }, Person("Bo")).ShouldBe("Bo");
        Taken(Person("Ann") with { Absences = [back] }, Person("Bo")).ShouldBe("Ann");

        string Taken(params Member[] members) =>
            Router.Route([To("Inside")], "Desk", _ => true, null, Roster.Of([Team("Inside", members)]), night, new HashSet<Guid>()).Member!.Name;
    }

    [Fact]
    public void The_owner_of_the_account_comes_first_however_much_they_have_to_do()
    {
        var roster = Roster.Of([Team("Inside", [Person("Ann")]), Team("Field", [Person("Bo") with { Open = 5, Capacity = 5 }])]);
        ImmutableArray<Route> routes = [new("owner", null, OwnerOfAccount: true, Team: null, Assignment.RoundRobin), To("Inside")];

        var routing = Route(roster, routes, owner: Id("Bo"));

        (routing.Member!.Name, routing.Team!.Name, routing.Member.Open).ShouldBe(("Bo", "Field", 6));
        routing.Lines().ShouldBe(["owner: Bo of Field owns the account and takes it."]);
        Route(roster, routes).Lines().First().ShouldBe("owner: The account has no owner.");
        Route(roster, routes, owner: Id("Nobody")).Lines().First().ShouldBe("owner: The account’s owner is in no team.");
        var without = Route(roster, routes, owner: Id("Bo"), except: [Id("Bo")]);
        without.Member!.Name.ShouldBe("Ann");
        without.Lines().First().ShouldBe("owner: The account’s owner cannot take it. Passed over: Bo (not to have it again).");
        Route(roster, [routes[0] with { Team = "Inside" }], owner: Id("Nobody")).Member!.Name.ShouldBe("Ann", "The route has a team for what it cannot give to an owner.");
    }

    [Fact]
    public void A_hand_off_counts_in_every_team_that_somebody_is_in()
    {
        var roster = Roster.Of([Team("Inside", [Person("Ann") with { Capacity = 1 }]), Team("Field", [Person("Ann") with { Capacity = 1 }, Person("Bo")])]);

        var first = Route(roster, [To("Inside")]);

        first.Roster.Teams.SelectMany(team => team.Members).Select(member => (member.Name, member.Open)).ShouldBe([("Ann", 1), ("Ann", 1), ("Bo", 0)]);
        Route(first.Roster, [To("Inside")]).Member.ShouldBeNull();
        Route(first.Roster, [To("Field")]).Member!.Name.ShouldBe("Bo");
        roster.Teams.SelectMany(team => team.Members).ShouldAllBe(member => member.Open == 0, "The roster that was given stays as it is.");
    }

    [Fact]
    public void Weights_are_spread_evenly()
    {
        Order(Assignment.Weighted, 7, Person("A") with { Weight = 5 }, Person("B"), Person("C")).ShouldBe("AABACAA");
        Order(Assignment.RoundRobin, 6, Person("A") with { Weight = 5 }, Person("B"), Person("C")).ShouldBe("ABCABC");
        Order(Assignment.LeastOpen, 6, Person("A") with { Open = 3 }, Person("B") with { Open = 1 }).ShouldBe("BBABAB");
        Order(Assignment.LeastOpen, 6, Person("A") with { Weight = 2 }, Person("B")).ShouldBe("ABAABA");
    }

    [Fact]
    public void Whoever_comes_back_is_not_given_what_they_missed()
    {
        var roster = Roster.Of([Team("Inside", [Person("A"), Person("B"), Person("C") with { Absences = [new Absence(Now, null)] }])]);
        for (var i = 0; i < 100; i++)
        {
            roster = Route(roster, [To("Inside")]).Roster;
        }

        roster = Roster.Of([.. roster.Teams.Select(team => team with { Members = [.. team.Members.Select(member => member with { Absences = [] })] })]);

        Order(Assignment.RoundRobin, 30, [.. roster.Teams[0].Members]).Count(c => c == 'C').ShouldBeInRange(9, 11);
    }

    [Fact]
    public void Teams_and_people_are_found_however_they_are_written()
    {
        var roster = Roster.Of([Team("Inside", [Person("Ann"), Person("Bo")]), Team("Field", [Person("Bo"), Person("Cy"), Person("Cy") with { PersonId = Id("other Cy"), Email = "cy2@acme.example" }])]);

        roster.Team(" INSIDE ")!.Name.ShouldBe("Inside");
        roster.Team("Outside").ShouldBeNull();
        roster.Team(Id("Field"))!.Name.ShouldBe("Field");
        roster.Person(" Bo@Acme.example ")!.Value.Team.Name.ShouldBe("Inside");
        roster.Person("bo")!.Value.Member.Email.ShouldBe("bo@acme.example");
        roster.Person("Cy").ShouldBeNull("There are two.");
        roster.Person("cy2@acme.example")!.Value.Member.PersonId.ShouldBe(Id("other Cy"));
        roster.Person(Id("nobody")).ShouldBeNull();
        Should.Throw<ArgumentException>(() => Roster.Of([Team("Inside", []), Team("inside", []) with { Id = Id("x") }]));
    }

    [Fact]
    public void Ways_of_sharing_keep_their_numbers_and_names()
    {
        Enum.GetValues<Assignment>().Select(one => $"{(int)one} {one.Spelling()}").ShouldBe(["0 round_robin", "1 weighted", "2 least_open"]);
        (Assignments.TryParse("least_open", out var least), least).ShouldBe((true, Assignment.LeastOpen));
        Assignments.TryParse("Round robin", out _).ShouldBeFalse();
    }

    internal static Guid Id(string name) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    internal static Member Person(string name) =>
        new(Id(name), name, $"{name.ToLowerInvariant()}@acme.example", Weight: 1, Capacity: null, Hours: null, Absences: [], Turn: 0, Open: 0);

    internal static Team Team(string name, IEnumerable<Member> members) => new(Id(name), name, Berlin, Manager: null, [.. members]);

    internal static Route To(string team, string? when = null, Assignment pick = Assignment.RoundRobin) =>
        new($"to {team}", when is null ? null : ConditionReader.Read(when).Condition!, OwnerOfAccount: false, team, pick);

    /// <summary>Routes a lead from Germany.</summary>
    private static Routing Route(Roster roster, ImmutableArray<Route> routes, Guid? owner = null, Guid[]? except = null) => Router.Route(
        routes, "Desk", condition => ConditionWords.Of(condition).Contains("Germany", StringComparison.Ordinal), owner, roster, Now, (except ?? []).ToHashSet());

    private static string Order(Assignment pick, int times, params Member[] members)
    {
        var (roster, order) = (Roster.Of([Team("Inside", members)]), "");
        for (var i = 0; i < times; i++)
        {
            var routing = Route(roster, [To("Inside", pick: pick)]);
            (roster, order) = (routing.Roster, order + routing.Member!.Name);
        }

        return order;
    }
}
