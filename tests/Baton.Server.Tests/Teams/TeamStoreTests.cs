using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Teams;

public class TeamStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Of_two_who_add_a_team_of_one_name_one_does(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        await using var other = world.Database.Open();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? world.Teams : new TeamStore(other, world)).AddAsync(world.Id, TeamWorld.Draft(i % 3 == 0 ? "Inside" : " INSIDE"), Cancel)));

        results.Count(result => result is TeamResult.Done).ShouldBe(1);
        results.Count(result => result is TeamResult.Taken).ShouldBe(9);
    }

    [Theory]
    [EachDatabase]
    public async Task A_team_is_changed_by_whoever_has_seen_it_and_its_rotation_begins_anew_with_others(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        await world.LetInAsync("Ann", "Bo");
        var id = await world.AddAsync("Inside", "Ann");
        await world.AddAsync("Field");
        await world.Db.WriteAsync(
            tx =>
            {
                var before = RosterTable.Lock(tx, world.Id, () => new Dictionary<Guid, int>(), world.Now);
                var after = Roster.Of([.. before.Teams.Select(team => team with { Members = [.. team.Members.Select(member => member with { Turn = 5 })] })]);
                RosterTable.Save(tx, world.Id, before, after);
                return 0;
            },
            Cancel);

        (await Replace("Inside", 1, "Ann")).ShouldBe(new TeamResult.Done(id, TeamChange.Unchanged));
        (await Replace("Inside sales", 1, "Ann")).ShouldBe(new TeamResult.Done(id, TeamChange.Changed));
        (await world.Teams.GetAsync(world.Id, id, Cancel))!.Members.Single().Turn.ShouldBe(5);
        (await Replace("Inside sales", 1, "Ann", "Bo")).ShouldBeOfType<TeamResult.ChangedMeanwhile>();
        (await Replace("FIELD", 2, "Ann")).ShouldBe(new TeamResult.Taken("FIELD"));
        (await Replace("Inside sales", 2, "Bo", "Ann")).ShouldBe(new TeamResult.Done(id, TeamChange.Changed));

        var team = (await world.Teams.GetAsync(world.Id, id, Cancel)).ShouldNotBeNull();
        (team.Team.Name, team.Team.Revision).ShouldBe(("Inside sales", 3));
        team.Members.Select(member => (member.Name, member.Turn)).ShouldBe([("Bo", 0L), ("Ann", 0L)]);
        (await world.Teams.DeleteAsync(world.Id, id, seen => seen == 2, Cancel)).ShouldBeOfType<TeamResult.ChangedMeanwhile>();
        (await world.Teams.DeleteAsync(world.Id, id, seen => seen == 3, Cancel)).ShouldBe(new TeamResult.Done(id, TeamChange.Deleted));
        (await world.Teams.DeleteAsync(world.Id, id, _ => true, Cancel)).ShouldBeOfType<TeamResult.Unknown>();
        (await world.Teams.AllAsync(world.Id, Cancel)).Select(one => one.Team.Name).ShouldBe(["Field"]);

        Task<TeamResult> Replace(string name, int seen, params string[] members) =>
            world.Teams.ReplaceAsync(world.Id, id, TeamWorld.Draft(name, members), revision => revision == seen, Cancel);
    }

    [Theory]
    [EachDatabase]
    public async Task Everybody_who_is_named_and_not_there_is_told(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        var people = await world.LetInAsync("Annette", "Bo", "Gone");
        (await world.People.ChangeAsync(world.Id, people[2].Id, new PersonChange(Active: false), null, Cancel)).ShouldBeOfType<PersonResult.Done>();

        var mistaken = (await world.Teams.AddAsync(
            world.Id, TeamWorld.Draft("Inside", "Anette", "Bo", "Gone", "Bo") with { Manager = Guid.Empty.ToString() }, Cancel)).ShouldBeOfType<TeamResult.Mistaken>();

        mistaken.Mistakes.Select(mistake => $"{mistake.At}: {mistake.Message}").ShouldBe([
            "manager: Nobody here has the id 00000000-0000-0000-0000-000000000000.",
            "members[0].person: Nobody here has the address anette@acme.example. Did you mean annette@acme.example?",
            "members[2].person: Gone no longer works here. Leave them out, or let them in again.",
            "members[3].person: bo@acme.example is in the team already. Give them one place, with a larger weight for a larger share.",
        ]);
        (await world.Teams.AllAsync(world.Id, Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_is_carried_out_whole_or_not_and_changes_nothing_the_second_time(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        await world.LetInAsync("Ann");
        await world.AddAsync("Other");
        const string Yaml = """
            people:
              - { email: Ann@acme.example, name: Anna, role: admin }
              - { email: Bo@acme.example, name: Bo, role: ae }
            teams:
              - { name: inside, zone: europe/berlin, hours: 24x7, manager: bo@acme.example, members: [ { person: ann@acme.example, weight: 2 } ] }
            """;
        var (broken, _) = TeamFile.Read(Yaml.Replace("person: ann", "person: nobody", StringComparison.Ordinal), Roles.All);
        (await world.Teams.SetAsync(world.Id, broken!, Cancel)).Teams.Single().ShouldBeOfType<TeamResult.Mistaken>();
        (await world.People.AllAsync(world.Id, Cancel)).Count.ShouldBe(1, "Nothing of a file with a mistake is done.");

        var (file, _) = TeamFile.Read(Yaml, Roles.All);
        var first = await world.Teams.SetAsync(world.Id, file!, Cancel);
        var again = await world.Teams.SetAsync(world.Id, file!, Cancel);

        (first.Added.Single().Email, ((TeamResult.Done)first.Teams.Single()).Change).ShouldBe(("bo@acme.example", TeamChange.Added));
        (again.Added.Count, ((TeamResult.Done)again.Teams.Single()).Change).ShouldBe((0, TeamChange.Unchanged));
        (await world.People.AllAsync(world.Id, Cancel)).Select(person => (person.Name, person.Role, person.CanSignIn)).ShouldBe([("Ann", "sdr", false), ("Bo", "ae", false)]);
        (await world.Teams.AllAsync(world.Id, Cancel)).Select(team => team.Team.Name).ShouldBe(["inside", "Other"]);
        (await world.Teams.RosterAsync(world.Id, Cancel)).Team("INSIDE")!.Members.Single().Weight.ShouldBe(2);
    }
}
