using System.Net;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Home;

/// <summary>The first steps: each is told by what is there.</summary>
public class StartPageTests
{
    [Theory, EachDatabase]
    public async Task A_sample_playbook_and_the_sample_files_lead_to_an_explained_score(Dialect dialect)
    {
        await using var api = await TestApi.StartFreshAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        (await rita.GetAsync("/")).Words.ShouldContain("0 of 3 are taken");
        (await rita.GetAsync("/leads")).Text.ShouldContain("href=\"/start\"");
        (await rita.GetAsync("/accounts")).Text.ShouldContain("href=\"/start\"");
        (await rita.PostAsync("/start/playbook", ("sample", "metal-fabrication"))).GoesTo.ShouldBe("/start");
        (await rita.GetAsync("/start")).Words.ShouldContain("The playbook “Metal fabrication” is in force.");
        (await rita.GetAsync("/")).Words.ShouldContain("1 of 3 are taken");
        (await rita.PostAsync("/start/samples")).GoesTo.ShouldBe("/start");

        var shown = await ResultAsync(rita);
        shown.Words.ShouldContain("Alex Moreno");
        shown.Words.ShouldContain("fit 50 + engagement");
        var lead = System.Text.RegularExpressions.Regex.Match(shown.Text, "/leads/[0-9a-f-]{36}", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Value;
        (await rita.GetAsync(lead)).Words.ShouldContain("Visited the pricing page");
        (await rita.GetAsync("/")).Words.ShouldNotContain("of 3 are taken");
        (await rita.GetAsync("/settings/audit")).Words.ShouldContain("Sample playbook put in force");
    }

    [Fact]
    public async Task A_sample_takes_no_playbooks_place()
    {
        await using var api = await TestApi.StartFreshAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        await api.World.Playbooks.AddAsync(api.World.Id, SamplePlaybooks.All[1].Yaml, "somebody", TestContext.Current.CancellationToken);

        (await rita.GetAsync("/start")).Words.ShouldContain("There is a draft of a playbook.");
        await rita.PostAsync("/start/playbook", ("sample", "metal-fabrication"));

        (await api.Services.GetRequiredService<WorkspaceStore>().GetAsync(api.World.Id, TestContext.Current.CancellationToken)).Playbook.ShouldBe(0);
        (await rita.PostAsync("/start/playbook", ("sample", "nothing"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_knows_the_way_is_led_no_more_and_others_are_not_led_at_all()
    {
        await using var api = await TestApi.StartFreshAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");

        (await sam.GetAsync("/")).Words.ShouldNotContain("of 3 are taken");
        (await sam.GetAsync("/start")).Words.ShouldContain("Whoever runs Baton here can put one in force.");
        (await sam.PostAsync("/start/playbook", ("sample", "metal-fabrication"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await rita.PostAsync("/start/hide")).GoesTo.ShouldBe("/");
        (await rita.GetAsync("/")).Words.ShouldNotContain("of 3 are taken");
        (await rita.GetAsync("/start")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_sets_Baton_up_begins_with_the_first_steps()
    {
        await using var api = await TestApi.StartFreshAsync(Dialect.Sqlite);
        using var rita = TestBrowser.Stranger(api);
        var link = (await api.Services.GetRequiredService<FirstStart>().LinkAsync(TestContext.Current.CancellationToken))!;

        (await rita.PostAsync(link, ("name", "Rita"), ("email", "rita@acme.example"), ("password", TestBrowser.Password), ("again", TestBrowser.Password))).GoesTo.ShouldBe("/start");
    }

    [Fact]
    public void Every_sample_is_a_playbook()
    {
        SamplePlaybooks.All.Count.ShouldBe(2);
        SamplePlaybooks.All.ShouldAllBe(sample => Core.Playbooks.PlaybookReader.Read(sample.Yaml).Mistakes.Count == 0);
    }

    private static async Task<Shown> ResultAsync(TestBrowser browser)
    {
        for (var turn = 0; turn < 400; turn++)
        {
            if (await browser.GetAsync("/start") is var shown && shown.Words.Contains("See every point explained", StringComparison.Ordinal))
            {
                return shown;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("Nobody was scored.");
    }
}
