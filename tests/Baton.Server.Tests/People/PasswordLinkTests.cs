using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.People;

/// <summary>Links by which people choose a password: how long they hold, for whom, and who can make them.</summary>
public class PasswordLinkTests
{
    private const string Chosen = "copper violin seven";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_link_is_over_when_the_address_changes_when_they_leave_and_when_they_are_signed_out_everywhere(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        using var finder = TestBrowser.Stranger(api);
        var person = $"/settings/people/{sam.Person!.Id}";
        (string, string)[][] changes = [[("email", "sam@other.example")], [("active", "no")], [("active", "yes")]];

        foreach (var change in changes)
        {
            var link = change is [("active", "yes")] ? null : await InviteAgainAsync(rita, person);
            (await rita.PostAsync(person, change)).Ok();
            await IsOverAsync(finder, link);
        }

        var signedOut = await InviteAgainAsync(rita, person);
        (await rita.PostAsync(person + "/sign-out")).Ok();
        await IsOverAsync(finder, signedOut);
        (await sam.GetAsync("/me")).GoesTo.ShouldNotBeNull();

        var own = await InviteAgainAsync(rita, "/settings/people/" + rita.Person!.Id);
        (await rita.PostAsync("/me/sessions/end", ("session", "others"))).GoesTo.ShouldBe("/me");
        (await rita.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK, "Who signs out everywhere else stays in here.");
        await IsOverAsync(finder, own);

        // Before they left, and after they came back: it holds neither way.
        var before = await InviteAgainAsync(rita, person);
        await rita.PostAsync(person, ("active", "no"));
        await rita.PostAsync(person, ("active", "yes"));
        await IsOverAsync(finder, before);
        (await finder.GetAsync(await InviteAgainAsync(rita, person))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task Of_the_links_that_somebody_is_invited_with_the_newest_holds(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var bo = TestBrowser.Stranger(api);
        var first = SignInTests.LinkOn((await rita.PostAsync("/settings/people", ("name", "Bo"), ("email", "bo@acme.example"), ("role", Roles.Sdr))).Ok().Text);
        var person = "/settings/people/" + Guid.ParseExact(first.Split('/')[2].Split('.')[1], "N");

        var second = await InviteAgainAsync(rita, person);

        await IsOverAsync(bo, first);
        (await bo.GetAsync(second)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task Of_many_who_use_a_link_at_once_one_chooses_the_password(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var link = SignInTests.LinkOn((await rita.PostAsync("/settings/people", ("name", "Bo"), ("email", "bo@acme.example"), ("role", Roles.Sdr))).Ok().Text);
        var all = Enumerable.Range(0, 4).Select(_ => TestBrowser.Stranger(api)).ToList();
        await Task.WhenAll(all.Select(browser => browser.GetAsync(link)));

        var shown = await Task.WhenAll(all.Select((browser, at) => browser.PostAsync(link, ("password", $"{Chosen} {at}"), ("again", $"{Chosen} {at}"))));

        shown.Count(one => one.GoesTo == "/sign-in?done=password").ShouldBe(1);
        shown.Count(one => one.Status == HttpStatusCode.Gone).ShouldBe(all.Count - 1);
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE workspace_id = @Id AND act = 'person.password_chosen'")).ShouldBe(1);
        all.ForEach(browser => browser.Dispose());
    }

    [Theory, EachDatabase]
    public async Task Who_asks_for_others_neither_ends_the_link_that_was_sent_nor_floods_a_mailbox(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        using var bo = await TestBrowser.SignInAsync(api, Roles.Ae, "Bo");
        using var stranger = TestBrowser.Stranger(api);

        await stranger.PostAsync("/forgotten", ("email", "ann@acme.example"));
        await UntilAsync(async () => await MailsAsync(api) == 1);
        var link = SignInTests.LinkOn((await api.World.QueryAsync<string>("SELECT content FROM message WHERE workspace_id = @Id")).Single());
        for (var i = 0; i < 5; i++)
        {
            (await stranger.PostAsync("/forgotten", ("email", "ann@acme.example"))).Words.ShouldContain("Look into your mail.");
        }

        await stranger.PostAsync("/forgotten", ("email", "bo@acme.example"));
        await UntilAsync(async () => await MailsAsync(api, "bo@acme.example") == 1);
        (await MailsAsync(api)).ShouldBe(4, "Three for Ann, and Bo's.");
        (await ann.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK, "A stranger signs nobody out.");
        (await stranger.PostAsync(link, ("password", Chosen), ("again", Chosen))).GoesTo.ShouldBe("/sign-in?done=password");
    }

    [Fact]
    public async Task Asking_for_links_is_counted_apart_from_signing_in()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        using var stranger = TestBrowser.Stranger(api);

        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 30 && !seen.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            seen.Add((await stranger.PostAsync("/forgotten", ("email", $"nobody{i}@acme.example"))).Status);
        }

        seen.ShouldContain(HttpStatusCode.TooManyRequests);
        seen.Count.ShouldBeGreaterThan(5);
        (await stranger.SignInAsync("sam@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/");
    }

    [Theory, EachDatabase]
    public async Task What_was_asked_for_is_sent_before_the_server_stops(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        var forgotten = api.Services.GetRequiredService<ForgottenPasswords>();
        for (var i = 0; i < 20; i++)
        {
            forgotten.TryAsk($"nobody{i}@acme.example", "en").ShouldBeTrue();
        }

        forgotten.TryAsk("ann@acme.example", "en").ShouldBeTrue();
        await forgotten.StopAsync(Cancel);

        (await MailsAsync(api)).ShouldBe(1);
        forgotten.TryAsk("ann@acme.example", "en").ShouldBeFalse("Nobody would see to it any more.");
    }

    [Fact]
    public async Task The_link_on_the_page_leads_to_the_address_that_was_set_whatever_the_browser_says()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--PublicUrl=http://baton.acme.example");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        var page = (await rita.PostAsync("/settings/people", ("name", "Bo"), ("email", "bo@acme.example"), ("role", Roles.Sdr))).Ok();

        Regex.Match(page.Text, "http://[a-z0-9.:]+/password/", RegexOptions.NonBacktracking).Value.ShouldBe("http://baton.acme.example/password/");
    }

    internal static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 200 && !await isSo(); i++)
        {
            await Task.Delay(50, Cancel);
        }
    }

    private static async Task<string> InviteAgainAsync(TestBrowser rita, string person) => SignInTests.LinkOn((await rita.PostAsync(person + "/invitation")).Ok().Text);

    private static async Task IsOverAsync(TestBrowser browser, string? link)
    {
        if (link is not null)
        {
            (await browser.GetAsync(link)).Status.ShouldBe(HttpStatusCode.Gone);
            (await browser.PostAsync(link, ("password", Chosen), ("again", Chosen))).Status.ShouldBe(HttpStatusCode.Gone);
        }
    }

    private static Task<long> MailsAsync(TestApi api) => api.World.ScalarAsync<long>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id");

    private static async Task<int> MailsAsync(TestApi api, string address) => (await api.World.QueryAsync<string>("SELECT address FROM message WHERE workspace_id = @Id")).Count(one => one == address);
}
