using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Teams;

/// <summary>Teams, their hours, who is away and who gets what, as a manager uses them.</summary>
public class TeamPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202E";

    private const string Playbook = """
        name: Two territories
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30 }] }
        stages: { mql: { score: 30 } }
        handoffs:
          mql:
            routes:
              - { name: Owners, owner_first: true, team: Desk, when: { account.industry: Pharma } }
              - { name: The north, team: Nord, when: { country: { in: [Sweden, Denmark] }, employees: { gte: 50 } } }
              - { name: Everybody, team: Desk, assign: least_open }
            fallback: Marketing
        """;

    [Theory, EachDatabase]
    public async Task A_team_is_added_with_hours_and_members_and_changed(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager, "Kim");
        var ann = (await new PeopleStore(api.World.Db, api.World).AddAsync(api.World.Id, "ann@acme.example", "Ann " + Hostile, Roles.Sdr, null, TestContext.Current.CancellationToken))!;
        (await kim.GetAsync("/settings/teams")).Words.ShouldContain("There is no team yet.");
        (await kim.GetAsync("/")).Text.ShouldContain("href=\"/settings/teams\"");
        (string, string)[] form =
        [
            ("name", "Desk"), ("zone", "Europe/Berlin"), ("from1", "09:00"), ("to1", "12:30"), ("from1", "13:00"), ("to1", "17:00"), ("from5", "22:00"), ("to5", "00:00"), ("holidays", "2026-12-25\n2026-12-26"),
            ("manager", kim.Person!.Id.ToString()), ("person", ann.Id.ToString()), ("weight", "2"), ("capacity", "5"), ("ownHours", ""), ("ownZone", ""), ("revision", "0"),
        ];

        // Buttons that do not save keep all that was typed.
        var more = await kim.PostAsync("/settings/teams/new", [.. form, ("do", "add")]);
        Regex.Count(more.Text, "name=\"person\"", RegexOptions.NonBacktracking).ShouldBe(2);
        more.Text.ShouldContain("value=\"12:30\"");
        more.Text.ShouldNotContain("<script>alert");
        var copied = await kim.PostAsync("/settings/teams/new", [.. form, ("do", "copy")]);
        Regex.Count(copied.Text, "value=\"12:30\"", RegexOptions.NonBacktracking).ShouldBe(5);
        (await kim.PostAsync("/settings/teams/new", [.. form, ("do", "drop:0")])).Text.ShouldNotContain("name=\"person\"");

        (await kim.PostAsync("/settings/teams/new", form)).GoesTo.ShouldBe("/settings/teams?done=added");
        var list = await kim.GetAsync("/settings/teams");
        list.Words.ShouldContain("Mon 09:00-12:30, 13:00-17:00; Fri 22:00-24:00 Europe/Berlin");
        list.Words.ShouldContain("0 / 5");
        list.Text.ShouldNotContain("<script>alert");
        var path = Regex.Match(list.Text, "/settings/teams/[0-9a-f-]{36}", RegexOptions.NonBacktracking).Value;
        var page = await kim.GetAsync(path);
        page.Text.ShouldContain("name=\"to5\" value=\"00:00\"");

        // Somebody else is faster.
        form[^1] = ("revision", "1");
        (await kim.PostAsync(path, [("name", "Inside sales"), .. form[1..]])).GoesTo.ShouldBe("/settings/teams?done=saved");
        var late = await kim.PostAsync(path, form);
        late.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        late.Words.ShouldContain("Somebody has changed the team since you opened it.");

        (await kim.GetAsync($"{path}/delete")).Words.ShouldContain("Delete Inside sales?");
        (await kim.PostAsync($"{path}/delete")).GoesTo.ShouldBe("/settings/teams?done=deleted");
        (await kim.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.World.QueryAsync<string>("SELECT act FROM audit WHERE workspace_id = @Id AND act <> 'test.done'")).Order().ShouldBe(["team.added", "team.changed", "team.deleted"]);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_stands_beside_its_field(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager, "Kim");

        var refused = await kim.PostAsync(
            "/settings/teams/new",
            ("name", Hostile), ("zone", "Europe/Berlim"), ("from1", "17:00"), ("to1", ""), ("holidays", "25.12.2026\n2026-02-30"), ("person", kim.Person!.Id.ToString()), ("weight", "200"), ("capacity", "x"), ("ownHours", "never"), ("ownZone", ""));

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Words.ShouldContain("did you mean `Europe/Berlin`?");
        refused.Words.ShouldContain("A weight is from 1 to 100, and 200 is not.");
        refused.Words.ShouldContain("A capacity is from 0 to");
        refused.Text.ShouldContain("id=\"holidays-problem\"");
        refused.Text.ShouldContain("id=\"hours-problem\"");
        refused.Words.ShouldContain("25.12.2026\n2026-02-30");
        refused.Text.ShouldNotContain("<script>alert");
    }

    [Theory, EachDatabase]
    public async Task Who_is_away_is_noted_in_their_days_and_is_back_early(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager, "Kim");
        (await api.PostAsync("/api/teams", new { name = "Desk", zone = "Asia/Tokyo", hours = "24x7", members = new[] { new { person = kim.Person!.Id } } })).Ok();
        var (first, last) = (api.World.Now.InUtc().Date, api.World.Now.InUtc().Date.PlusDays(2));
        var day = NodaTime.Text.LocalDatePattern.Iso;

        (await kim.PostAsync("/settings/teams/absences", ("person", kim.Person.Id.ToString()), ("from", day.Format(last)), ("to", day.Format(first)))).Words.ShouldContain("The last day is the first or a later one.");
        (await kim.PostAsync("/settings/teams/absences", ("person", ""), ("from", ""))).Words.ShouldContain("Choose who is away.");
        (await kim.PostAsync("/settings/teams/absences", ("person", kim.Person.Id.ToString()), ("from", day.Format(first.PlusDays(-1))), ("to", day.Format(last)), ("reason", Hostile))).GoesTo.ShouldBe("/settings/teams/absences?done=added");

        var (from, to) = (await api.World.QueryAsync<(long, long)>("SELECT from_at, to_at FROM absence WHERE workspace_id = @Id")).ShouldHaveSingleItem();
        var tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
        from.ShouldBe(tokyo.AtStartOfDay(first.PlusDays(-1)).ToInstant().ToUnixTimeMilliseconds());
        to.ShouldBe(tokyo.AtStartOfDay(last.PlusDays(1)).ToInstant().ToUnixTimeMilliseconds());
        var page = await kim.GetAsync("/settings/teams/absences");
        page.Words.ShouldContain("away now");
        page.Text.ShouldNotContain("<script>alert");
        (await kim.GetAsync("/settings/teams")).Words.ShouldContain("away");

        var absence = Regex.Match(page.Text, "/settings/teams/absences/[0-9a-f-]{36}/[0-9a-f-]{36}", RegexOptions.NonBacktracking).Value;
        (await kim.PostAsync(absence, ("do", "back"))).GoesTo.ShouldBe("/settings/teams/absences?done=back");
        (await kim.GetAsync("/settings/teams/absences")).Words.ShouldContain("Everybody is here");
        (await kim.PostAsync(absence, ("do", "delete"))).GoesTo.ShouldBe("/settings/teams/absences?done=deleted");
        (await kim.PostAsync(absence, ("do", "delete"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task One_finds_out_who_would_get_a_lead_before_there_is_one(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager, "Kim");
        using var bo = await TestBrowser.SignInAsync(api, Roles.Sdr, "Bo");
        await api.World.PublishAsync(Playbook);
        (await kim.GetAsync("/settings/teams/routing")).Words.ShouldContain("There is no team “Nord”");
        (await api.PostAsync("/api/teams", new { name = "Nord", zone = "UTC", hours = "24x7", members = new[] { new { person = bo.Person!.Id } } })).Ok();
        (await api.PostAsync("/api/teams", new { name = "Desk", zone = "UTC", hours = "24x7", members = new[] { new { person = kim.Person!.Id } } })).Ok();

        (await kim.GetAsync("/settings/teams/routing")).Words.ShouldContain("The north Leads whose country is one of “Sweden”, “Denmark” and employees is at least 50");
        (await kim.GetAsync("/settings/teams/routing?stage=MQL&a.country=sweden&a.employees=1%20200")).Words.ShouldContain("Bo of Nord");
        (await kim.GetAsync("/settings/teams/routing?stage=MQL&a.country=Italy")).Words.ShouldContain("Kim of Desk");
        (await kim.GetAsync("/settings/teams/routing?stage=MQL&a.account.industry=Pharma&accountOwner=bo@acme.example")).Words.ShouldContain("Bo of Nord owns the account");
        (await kim.GetAsync($"/settings/teams/routing?stage=MQL&a.country={Uri.EscapeDataString(Hostile)}&accountOwner={Uri.EscapeDataString(Hostile)}")).Ok().Text.ShouldNotContain("<script>alert");
        var nord = Regex.Match((await kim.GetAsync("/settings/teams/routing")).Text, "<a href=\"(?<path>/settings/teams/[0-9a-f-]{36})\">Nord", RegexOptions.NonBacktracking).Groups["path"].Value;
        (await kim.GetAsync($"{nord}/delete")).Words.ShouldContain("by these routes. They wait in the queue from then on, until the playbook names another team: The north");
    }
}
