using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

public class TeamFileTests
{
    private static readonly string[] Roles = ["manager", "sdr", "ae"];

    [Fact]
    public void The_sample_says_who_works_when()
    {
        var (file, mistakes) = TeamFile.Read(File.ReadAllText(Repository.File("samples/teams.yaml")), Roles);

        mistakes.ShouldBeEmpty();
        file!.People.Length.ShouldBe(11);
        file.Teams.Select(team => team.Draft.Name).ShouldBe(["Inside sales", "Sales DACH", "Sales France and Benelux", "Sales Nordics and East"]);
        foreach (var team in file.Teams)
        {
            string[] named = [team.Draft.Manager!, .. team.Draft.Members.Select(member => member.Person)];
            named.Except(file.People.Select(person => person.Email)).ShouldBeEmpty();
            team.Draft.Calendar.Holidays.Select(day => day.Year).Distinct().ShouldBe([2026, 2027]);
            team.Draft.Calendar.Holidays.ShouldContain(Easter(2026).PlusDays(1));
            team.Draft.Calendar.Holidays.ShouldContain(Easter(2027).PlusDays(1));
        }

        var tom = file.Teams[0].Draft.Members[2];
        (tom.Weight, tom.Capacity, tom.Hours!.ToString(), tom.Zone).ShouldBe((1, 12, "Mon-Fri 08:00-12:30", null));
        file.Teams[0].Places["members[2].person"].ShouldBe((47, 19));

        static LocalDate Easter(int year) => year == 2026 ? new LocalDate(2026, 4, 5) : new LocalDate(2027, 3, 28);
    }

    [Fact]
    public void Every_mistake_is_told_with_its_line_and_what_to_do()
    {
        const string Yaml = """
            people:
              - { email: ann@acme.example, name: Ann, role: boss }
              - { email: ANN@acme.example, nmae: Ann, role: sdr }
            teams:
              - name: Inside
                zone: Berlin
                hours: Mon-Fri 9-17; Fri 9-12
                holidays: [2026-02-30, [x]]
                members: [ { person: a@acme.example, weight: 0 }, { person: A@acme.example, hours: Mno 9-17, capacity: 1.5 }, { weight: 1 } ]
              - { name: Field, zone: W. Europe Standard Time, hours: 24x7, member: [] }
              - { name: Office, zone: Europe/Pariss, members: 3 }
            """;

        var (file, mistakes) = TeamFile.Read(Yaml, Roles);

        file.ShouldBeNull();
        mistakes.Select(mistake => $"{mistake.Line}:{mistake.Column} {mistake.Message}").ShouldBe([
            "2:49 `boss` is no role; roles are manager, sdr, ae",
            "3:14 `ANN@acme.example` is among `people` already; name everybody once",
            "3:32 a person has no `nmae`; did you mean `name`?",
            "6:11 `Berlin` is no time zone; did you mean `Europe/Berlin`?",
            "7:12 On Fri 09:00-12:00 and 09:00-17:00 overlap; write each time of a day once",
            "8:16 `2026-02-30` is no date of a calendar; write year, month and day, such as `2026-12-25`",
            "8:28 a date such as `2026-12-25` is expected here, not a list",
            "9:50 `weight` must be from 1 to 100, and 0 is not",
            "9:65 `A@acme.example` is in the team already; give them one place, with a larger weight for a larger share",
            "9:88 `Mno` is no day; did you mean `Mon`?",
            "9:108 `capacity` takes a whole number, not `1.5`",
            "9:115 a member needs `person`, such as `person: ann@example.com`",
            "10:26 `W. Europe Standard Time` is no time zone; did you mean `Europe/Berlin`?",
            "10:64 a team has no `member`; did you mean `members`?",
            "11:5 a team needs `hours`, such as `hours: Mon-Fri 09:00-12:30, 13:00-17:00`",
            "11:27 `Europe/Pariss` is no time zone; did you mean `Europe/Paris`?",
            "11:51 `members` takes a list, not `3`",
        ]);
    }

    [Theory]
    [InlineData("teams: [ { name: A, zone: UTC, hours: 24x7 }, { name: a, zone: UTC, hours: 24x7 } ]", "1:55 `a` is the name of a team above; give each its own")]
    [InlineData("people: [ { email: a@b.example, name: A, role: ae }, { email: A@b.example, name: A, role: ae } ]", "1:63 `A@b.example` is among `people` already; name everybody once")]
    [InlineData("{}", "1:1 the file names neither `teams` nor `people`")]
    [InlineData("team: []", "1:1 a file of teams has no `team`; did you mean `teams`?")]
    public void Teams_and_people_are_named_once(string yaml, string mistake)
    {
        var (file, mistakes) = TeamFile.Read(yaml, Roles);

        file.ShouldBeNull();
        mistakes.Select(one => $"{one.Line}:{one.Column} {one.Message}").ShouldContain(mistake);
    }

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin", null)]
    [InlineData(" europe/BERLIN ", "Europe/Berlin", null)]
    [InlineData("UTC", "UTC", null)]
    [InlineData("Berlin", null, "`Berlin` is no time zone; did you mean `Europe/Berlin`?")]
    [InlineData("new york", null, "`new york` is no time zone; did you mean `America/New_York`?")]
    [InlineData("America/New York", null, "`America/New York` is no time zone; did you mean `America/New_York`?")]
    [InlineData("W. Europe Standard Time", null, "`W. Europe Standard Time` is no time zone; did you mean `Europe/Berlin`?")]
    [InlineData("Erope/Berln", null, "`Erope/Berln` is no time zone; did you mean `Europe/Berlin`?")]
    [InlineData("", null, "`` is no time zone; write its name in the IANA's database, such as `Europe/Berlin`.")]
    [InlineData("Wolkenkuckucksheim", null, "`Wolkenkuckucksheim` is no time zone; write its name in the IANA's database, such as `Europe/Berlin`.")]
    public void Time_zones_are_known_by_their_names_and_others_are_said_to_be_near(string written, string? zone, string? mistake)
    {
        var (read, found) = TimeZoneNames.Read(written);

        (read?.Id, found).ShouldBe((zone, mistake));
    }
}
