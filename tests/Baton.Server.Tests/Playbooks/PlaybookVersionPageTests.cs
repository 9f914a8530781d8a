using System.Net;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Playbooks;

public class PlaybookVersionPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>\u202E";

    [Theory, EachDatabase]
    public async Task A_draft_is_written_signed_by_both_published_and_told_in_the_audit_log(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "identify", userId = "jo", traits = new { email = "jo@lead.example", title = "manager" } });
        using var mia = await TestBrowser.SignInAsync(api, Roles.Marketing, "Mia");
        using var kim = await TestBrowser.SignInAsync(api, Roles.Manager, "Kim");

        var saved = await mia.PostAsync("/playbook", ("yaml", TestWorkspace.Playbook.Replace("points: 15", "points: 20", StringComparison.Ordinal)), ("base", "1"));
        saved.GoesTo.ShouldBe("/playbook/2");
        var draft = (await mia.GetAsync("/playbook/2")).Ok();
        draft.Words.ShouldContain("Waits for marketing to sign");
        draft.Words.ShouldContain("+15 → +20");
        draft.Text.ShouldContain("/playbook/2/sign/marketing");
        draft.Text.ShouldNotContain("/playbook/2/sign/sales");
        draft.Text.ShouldNotContain("/playbook/2/publish");
        (await mia.PostAsync("/playbook/2/publish")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await mia.PostAsync("/playbook/2/sign/sales")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await mia.PostAsync("/playbook/2/sign/marketing")).GoesTo.ShouldBe("/playbook/2");
        (await kim.GetAsync("/playbook")).Ok().Text.ShouldContain("/playbook/2/sign/sales");
        (await kim.PostAsync("/playbook/2/sign/sales")).GoesTo.ShouldBe("/playbook/2");
        (await kim.GetAsync("/playbook/2")).Words.ShouldContain("One lead is scored anew.");
        (await kim.PostAsync("/playbook/2/publish")).GoesTo.ShouldBe("/playbook");

        var holds = (await kim.GetAsync("/playbook")).Ok();
        holds.Words.ShouldContain("Version 2 has been in force");
        holds.Words.ShouldContain("Mia (Marketing), Kim (Sales)");
        holds.Words.ShouldContain("+20 Manager");
        holds.Text.ShouldNotContain("style=");
        (await kim.GetAsync("/playbook/history")).Words.ShouldContain("held before");
        (await kim.GetAsync("/playbook/1")).Words.ShouldContain("Start a draft from this version");
        (await kim.PostAsync("/playbook/1/publish")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await kim.GetAsync("/playbook/compare?from=1&to=2")).Words.ShouldContain("+15 → +20");
        (await kim.GetAsync("/playbook/2/print")).Words.ShouldContain("For marketing Mia");

        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var audit = (await rita.GetAsync("/settings/audit")).Words;
        audit.ShouldContain("Playbook drafted Version 2");
        audit.ShouldContain("Playbook signed Version 2");
        audit.ShouldContain("Playbook put in force Version 2");
    }

    [Fact]
    public async Task Where_nothing_holds_one_is_led_to_a_sample_and_readers_are_not()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Reader, "Sam");

        (await rita.GetAsync("/playbook/new")).Words.ShouldContain("Metal fabrication");
        (await rita.GetAsync("/playbook/new?sample=metal-fabrication")).Text.ShouldContain("Intern");
        (await rita.GetAsync("/playbook/7")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await rita.GetAsync("/playbook/compare")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await sam.GetAsync("/playbook")).Ok().Text.ShouldNotContain("/playbook/1/edit");
        (await sam.GetAsync("/playbook/new")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Hostile_words_of_a_playbook_are_shown_and_not_obeyed()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var word = System.Text.Json.JsonSerializer.Serialize(Hostile);
        var yaml = $$"""
            name: {{word}}
            fit: { groups: { {{word}}: { max: 5 } }, rules: [ { name: {{word}}, points: 1, group: {{word}}, when: { {{word}}: { contains: {{word}} } } } ] }
            engagement: { rules: [ { name: "x", points: 2, event: {{word}}, where: { {{word}}: {{word}} } } ] }
            qualification: { {{word}}: { ask: {{word}}, confirmed: { contains: {{word}} } } }
            stages: { mql: { score: 1 }, sal: { accepted_by: {{word}} }, sql: { score: 2, confirmed: [ {{word}} ] } }
            handoffs: { mql: { routes: [ { name: {{word}}, team: {{word}}, when: { {{word}}: {{word}} } } ], fallback: {{word}} } }
            rejections: { {{word}}: { title: {{word}}, becomes: recycled } }
            """;
        (await rita.PostAsync("/playbook", ("yaml", yaml))).GoesTo.ShouldBe("/playbook/2");
        var broken = yaml.Replace("points: 1,", "points: many,", StringComparison.Ordinal).Replace("max: 5", $"maxx: {word}", StringComparison.Ordinal);

        foreach (var page in (Shown[])
            [
                await rita.GetAsync("/playbook"), await rita.GetAsync("/playbook/2"), await rita.GetAsync("/playbook/2/edit"), await rita.GetAsync("/playbook/2/print"), await rita.GetAsync("/playbook/history"),
                await rita.GetAsync("/playbook/compare?from=1&to=2"), await rita.PostAsync("/playbook/check", ("yaml", broken)), await rita.PostAsync("/playbook/check", ("yaml", yaml), ("from", Hostile)),
            ])
        {
            page.Ok().Text.ShouldNotContain("<img");
            page.Text.ShouldNotContain("<script>");
            page.Text.ShouldNotContain(" style=");
        }
    }
}
