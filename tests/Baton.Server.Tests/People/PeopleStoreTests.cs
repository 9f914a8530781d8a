using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Baton.Server.Tests.Teams;
using NodaTime;

namespace Baton.Server.Tests.People;

public class PeopleStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Somebody_who_leaves_is_in_no_team_any_more_and_stays_known(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        var people = await world.LetInAsync("Ann", "Bo");
        var team = await world.AddAsync("Inside", "Ann", "Bo");
        await world.Teams.ReplaceAsync(world.Id, team, TeamWorld.Draft("Inside", "Ann", "Bo") with { Manager = "bo@acme.example" }, _ => true, Cancel);

        var manages = (await Change(1, new PersonChange(Active: false))).ShouldBeOfType<PersonResult.Manages>();
        var left = (await Change(0, new PersonChange(Active: false))).ShouldBeOfType<PersonResult.Done>();

        manages.Teams.ShouldBe(["Inside"]);
        (left.Person.Deactivated, left.Person.Revision).ShouldBe((world.Now, 2));
        var inside = (await world.Teams.GetAsync(world.Id, team, Cancel))!;
        (inside.Team.Revision, inside.Members.Single().Name).ShouldBe((3, "Bo"));
        (await world.People.FindAsync(world.Id, "ann@acme.example", Cancel)).ShouldBeNull();
        (await world.People.GetAsync(world.Id, people[0].Id, Cancel))!.Name.ShouldBe("Ann");
        (await Change(0, new PersonChange(Active: true))).ShouldBeOfType<PersonResult.Done>().Person.Deactivated.ShouldBeNull();

        Task<PersonResult> Change(int who, PersonChange change) => world.People.ChangeAsync(world.Id, people[who].Id, change, null, Cancel);
    }

    [Theory]
    [EachDatabase]
    public async Task Somebody_is_changed_by_whoever_has_seen_them_and_takes_nobody_s_address(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        var people = await world.LetInAsync("Ann", "Bo");
        var ann = people[0].Id;

        (await Change(new PersonChange(Name: "Anna Lee", Role: "ae"), 1)).ShouldBeOfType<PersonResult.Done>().Person.Revision.ShouldBe(2);
        (await Change(new PersonChange(Name: "Anna Lee"), 2)).ShouldBeOfType<PersonResult.Done>().Person.Revision.ShouldBe(2, "That changes nothing.");
        (await Change(new PersonChange(Name: "Other"), 1)).ShouldBeOfType<PersonResult.ChangedMeanwhile>();
        (await Change(new PersonChange(Email: "bo@acme.example"), null)).ShouldBe(new PersonResult.Taken("bo@acme.example"));
        (await world.People.ChangeAsync(world.Id, world.Id, new PersonChange(Name: "x"), null, Cancel)).ShouldBeOfType<PersonResult.Unknown>();
        (await world.People.GetAsync(world.Id, ann, Cancel))!.Person.ShouldBe(new Person(ann, "ann@acme.example", "Anna Lee", "ae"));

        (await world.People.SetPasswordAsync(world.Id, people[0], "four plain words here", Cancel)).ShouldBeTrue();
        var found = (await world.People.FindAsync(world.Id, "ann@acme.example", Cancel)).ShouldNotBeNull();
        Password.Matches(found.Person, found.PasswordHash, "four plain words here").ShouldBeTrue();
        var bo = (await world.People.FindAsync(world.Id, "bo@acme.example", Cancel)).ShouldNotBeNull();
        Password.Matches(bo.Person, bo.PasswordHash, "").ShouldBeFalse("Bo has no password yet.");

        Task<PersonResult> Change(PersonChange change, int? revision) => world.People.ChangeAsync(world.Id, ann, change, revision, Cancel);
    }

    [Theory]
    [EachDatabase]
    public async Task Absences_are_noted_ended_and_taken_away(Dialect dialect)
    {
        await using var world = await TeamWorld.CreateAsync(dialect);
        var people = await world.LetInAsync("Ann", "Bo");
        var (ann, from) = (people[0].Id, world.Now);

        var sick = await world.Absences.AddAsync(world.Id, ann, from, null, "cold", Cancel);
        await world.Absences.AddAsync(world.Id, ann, from - Duration.FromDays(9), from - Duration.FromDays(8), null, Cancel);

        (await world.Absences.EndAsync(world.Id, people[1].Id, sick.Id, from + Duration.FromDays(2), Cancel)).ShouldBeNull("It is not Bo's.");
        (await world.Absences.EndAsync(world.Id, ann, sick.Id, from, Cancel))!.To.ShouldBeNull("An absence ends after it begins.");
        (await world.Absences.EndAsync(world.Id, ann, sick.Id, from + Duration.FromDays(2), Cancel))!.To.ShouldBe(from + Duration.FromDays(2));
        (await world.Absences.AllAsync(world.Id, ann, Cancel)).Select(absence => (absence.From, absence.Reason)).ShouldBe([(from - Duration.FromDays(9), null), (from, "cold")]);
        (await world.Absences.DeleteAsync(world.Id, ann, sick.Id, Cancel)).ShouldBeTrue();
        (await world.Absences.DeleteAsync(world.Id, ann, sick.Id, Cancel)).ShouldBeFalse();
        (await world.Absences.AllAsync(world.Id, ann, Cancel)).Count.ShouldBe(1);
    }
}
