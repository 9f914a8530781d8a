using System.Net;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Leads;

/// <summary>Who may change views, and how many there are.</summary>
public class LeadViewTests
{
    private const int Most = 50;

    [Fact]
    public async Task Who_may_keep_no_views_for_everybody_any_more_changes_none_either()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var (own, shared, gone) = (await AddAsync(sam, "Mine"), await AddAsync(sam, "Ours", ("shared", "yes")), await AddAsync(sam, "Gone", ("shared", "yes")));
        (await sam.PostAsync($"/leads/views/{gone}/delete")).Ok();

        await new PeopleStore(api.World.Db, api.World).ChangeAsync(api.World.Id, sam.Person!.Id, new PersonChange(Role: Roles.Reader), null, TestContext.Current.CancellationToken);
        await sam.SignInAsync("sam@acme.example", TestBrowser.Password);

        foreach (var path in (string[])[$"{shared}", $"{shared}/delete", $"{gone}/restore"])
        {
            var refused = await sam.PostAsync("/leads/views/" + path, ("address", "?q=other"));
            refused.Status.ShouldBe(HttpStatusCode.Forbidden, path);
            refused.Words.ShouldContain("Your role does not keep views for everybody.");
        }

        (await sam.GetAsync($"/leads?view={shared}")).Text.ShouldNotContain($"/leads/views/{shared}/delete");
        (await sam.PostAsync($"/leads/views/{own}/delete")).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory, EachDatabase]
    public async Task Nobody_has_more_views_than_they_can_by_taking_back_what_they_deleted(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var gone = await AddAsync(sam, "Gone");
        (await sam.PostAsync($"/leads/views/{gone}/delete")).Ok();
        for (var view = 0; view < Most; view++)
        {
            await AddAsync(sam, $"View {view}");
        }

        (await sam.PostAsync("/leads/views", ("name", "One more"), ("address", "?q=x"))).Status.ShouldBe(HttpStatusCode.Conflict);
        var refused = await sam.PostAsync($"/leads/views/{gone}/restore");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Words.ShouldContain("You have 50 views already.");

        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead_view WHERE workspace_id = @Id AND deleted_at IS NULL")).ShouldBe(Most);
    }

    [Fact]
    public async Task What_was_deleted_does_not_add_up()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        for (var view = 0; view < Most + 5; view++)
        {
            (await sam.PostAsync($"/leads/views/{await AddAsync(sam, $"View {view}")}/delete")).Ok();
        }

        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead_view WHERE workspace_id = @Id")).ShouldBeLessThanOrEqualTo(Most + 1);
    }

    [Theory, EachDatabase]
    public async Task Who_asks_for_many_views_at_once_gets_no_more_of_them(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var views = new Baton.Server.Leads.LeadViewStore(api.World.Db, api.World);

        await Task.WhenAll(Enumerable.Range(0, Most + 20).Select(view => Task.Run(() => views.AddAsync(api.World.Id, sam.Person!.Id, $"View {view}", isShared: false, "?q=x", TestContext.Current.CancellationToken))));

        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead_view WHERE workspace_id = @Id")).ShouldBe(Most);
    }

    private static async Task<string> AddAsync(TestBrowser browser, string name, params (string, string)[] more)
    {
        var to = (await browser.PostAsync("/leads/views", [("name", name), ("address", "?q=acme"), .. more])).GoesTo.ShouldNotBeNull(name);
        return to[(to.IndexOf("view=", StringComparison.Ordinal) + 5)..];
    }
}
