using System.Net;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Hosting;

/// <summary>What people see who asked for a page that there is none of.</summary>
public class FailurePageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/settings/audit?before=xx")]
    [InlineData("/playbook/compare?from=a")]
    public async Task An_address_that_was_changed_leads_to_a_page_that_says_so(string path)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin);

        var page = await rita.GetAsync(path);

        page.Status.ShouldBe(HttpStatusCode.NotFound);
        IsPage(page);
        page.Words.ShouldContain("There is nothing here.");
    }

    [Fact]
    public async Task A_failure_is_told_by_a_page_in_the_language_of_whoever_asks()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin);
        await api.World.Db.WriteAsync(transaction => transaction.Connection!.Execute("ALTER TABLE account RENAME TO gone", transaction: transaction), Cancel);

        var page = await rita.GetAsync("/accounts", ("Accept-Language", "de"));

        ((int)page.Status).ShouldBeGreaterThanOrEqualTo(500);
        IsPage(page);
        page.Text.ShouldContain("lang=\"de\"");
    }

    [Theory, EachDatabase]
    public async Task Nothing_with_a_U_0000_in_it_reaches_the_database(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        var lead = await api.LeadAsync("jo@acme.example");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin);
        using var stranger = TestBrowser.Stranger(api);

        foreach (var path in new[] { $"/leads/{lead}?name=%00", $"/leads/{lead}/timeline?name=%00", "/accounts?q=%00", "/leads?q=a%00b" })
        {
            var page = await rita.GetAsync(path);
            page.Status.ShouldBe(HttpStatusCode.NotFound, path);
            IsPage(page);
        }

        foreach (var path in new[] { "/sign-in", "/forgotten" })
        {
            (await stranger.SendFileAsync(path, "", [], ("email", "a\0b"), ("password", "x"))).Status.ShouldBe(HttpStatusCode.BadRequest, path);
            (await stranger.PostAsync(path, ("email", "a\0b"), ("password", "x"))).Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.OK);
        }

        (await rita.PostAsync("/leads/views", ("name", "Mine"), ("address", "?q=a%00b"))).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task An_address_to_go_on_to_is_sent_as_headers_can_have_it()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        using var anew = TestBrowser.Stranger(api);

        (await ann.GetAsync("/sign-in?to=/x%E2%80%A8")).GoesTo.ShouldBe("/x%E2%80%A8");
        (await anew.SignInAsync(ann.Person!.Email, TestBrowser.Password, ("to", "/ü?q=ä b"))).GoesTo.ShouldBe("/%C3%BC?q=%C3%A4 b");
        (await anew.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Roles.Admin, "/settings/people")]
    [InlineData(Roles.Marketing, "/settings/imports")]
    [InlineData(Roles.Reader, "/me")]
    public async Task The_settings_begin_with_the_first_that_one_may_open(string role, string first)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var somebody = await TestBrowser.SignInAsync(api, role);

        (await somebody.GetAsync("/settings")).GoesTo.ShouldBe(first);
        (await somebody.GetAsync(first)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static void IsPage(Shown page)
    {
        page.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("frame-ancestors 'none'");
        page.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }
}
