using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.People;

/// <summary>What somebody has shown lets them in only as long as it is still what they sign in with, and nobody learns who works here by trying.</summary>
public class StampTests
{
    private const string Another = "copper violin seven";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task No_session_begins_with_what_was_changed_since_it_was_shown(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var (people, sessions) = (api.Services.GetRequiredService<PeopleStore>(), api.Services.GetRequiredService<SessionStore>());

        var stale = await TicketAsync();
        await people.SetPasswordAsync(api.World.Id, sam.Person!, Another, Cancel);
        await Should.ThrowAsync<LoginChangedException>(() => sessions.StoreAsync(stale));
        await sessions.StoreAsync(await TicketAsync());
        var leaving = await TicketAsync();
        await people.ChangeAsync(api.World.Id, sam.Person!.Id, new PersonChange(Active: false), null, Cancel);
        await Should.ThrowAsync<LoginChangedException>(() => sessions.StoreAsync(leaving));

        (await sessions.OfAsync(api.World.Id, sam.Person.Id, Cancel)).ShouldBeEmpty();

        async Task<AuthenticationTicket> TicketAsync()
        {
            await using var scope = api.Services.CreateAsyncScope();
            var login = (await scope.ServiceProvider.GetRequiredService<UserManager<Login>>().FindByNameAsync("sam@acme.example"))!;
            return new AuthenticationTicket(
                await new LoginClaims().CreateAsync(login), new AuthenticationProperties { ExpiresUtc = api.World.Now.ToDateTimeOffset().AddDays(1) }, IdentityConstants.ApplicationScheme);
        }
    }

    [Theory, EachDatabase]
    public async Task Whoever_signs_in_with_the_old_password_while_it_changes_is_out_afterwards(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var others = Enumerable.Range(0, 6).Select(_ => TestBrowser.Stranger(api)).ToList();
        await Task.WhenAll(others.Select(other => other.GetAsync("/sign-in")));

        var change = sam.PostAsync("/me/password", ("current", TestBrowser.Password), ("password", Another), ("again", Another));
        await Task.WhenAll(others.Select(async (other, at) =>
        {
            await Task.Delay(at * 30, Cancel);
            await other.SignInAsync("sam@acme.example", TestBrowser.Password);
        }));

        (await change).GoesTo.ShouldBe("/me?done=password");
        foreach (var other in others)
        {
            (await other.GetAsync("/me")).GoesTo.ShouldNotBeNull();
            other.Dispose();
        }

        (await sam.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task Another_password_ends_trusted_devices_and_who_is_between_password_and_code(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        var key = await KeyAsync(ann);
        (await ann.PostAsync("/me/code", ("code", Now()))).Ok();
        using var phone = TestBrowser.Stranger(api);
        using var between = TestBrowser.Stranger(api);
        await phone.SignInAsync("ann@acme.example", TestBrowser.Password);
        api.World.Now += Duration.FromSeconds(30);
        (await phone.PostAsync("/sign-in/code", ("code", Now()), ("trust", "1"))).GoesTo.ShouldBe("/");
        await phone.PostAsync("/sign-out");
        (await phone.SignInAsync("ann@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/", "This device is trusted.");
        await phone.PostAsync("/sign-out");
        (await between.SignInAsync("ann@acme.example", TestBrowser.Password)).GoesTo!.ShouldStartWith("/sign-in/code");

        (await ann.PostAsync("/me/password", ("current", TestBrowser.Password), ("password", Another), ("again", Another))).GoesTo.ShouldBe("/me?done=password");

        api.World.Now += Duration.FromSeconds(30);
        (await between.GetAsync("/sign-in/code")).GoesTo.ShouldBe("/sign-in");
        (await between.PostAsync("/sign-in/code", ("code", Now()))).GoesTo.ShouldBe("/sign-in");
        (await between.GetAsync("/me")).GoesTo.ShouldNotBeNull();
        (await phone.SignInAsync("ann@acme.example", Another)).GoesTo!.ShouldStartWith("/sign-in/code", Case.Sensitive, "It was trusted with the password before.");
        (await phone.PostAsync("/sign-in/code", ("code", Now()), ("trust", "1"))).GoesTo.ShouldBe("/");

        string Now() => Totp.At(key, api.World.Now.ToDateTimeOffset());
    }

    [Theory, EachDatabase]
    public async Task A_code_is_set_up_once_and_guesses_count(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");

        (await ann.PostAsync("/me/code", ("code", "000000"))).GoesTo.ShouldBe("/me/code", "There is no key yet.");
        var key = await KeyAsync(ann);
        for (var i = 0; i < 10; i++)
        {
            (await ann.PostAsync("/me/code", ("code", "000000"))).Words.ShouldContain("This is not the code of this moment.");
        }

        (await ann.PostAsync("/me/code", ("code", Totp.At(key, api.World.Now.ToDateTimeOffset())))).Words.ShouldContain("There were too many wrong codes.");
        await api.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute("UPDATE person SET locked_until = NULL, failures = 0 WHERE workspace_id = @Id", new { api.World.Id }, transaction), Cancel);
        (await ann.PostAsync("/me/code", ("code", Totp.At(key, api.World.Now.ToDateTimeOffset())))).Ok().Words.ShouldContain("recovery codes");

        api.World.Now += Duration.FromSeconds(30);
        (await ann.PostAsync("/me/code", ("code", Totp.At(key, api.World.Now.ToDateTimeOffset())))).GoesTo.ShouldBe("/me/code", "Other recovery codes are made with the password.");
        (await ann.GetAsync("/me/code")).GoesTo.ShouldBe("/me");
        (await ann.GetAsync("/me")).Words.ShouldContain("You have 10 recovery codes left");
    }

    [Fact]
    public async Task Who_is_locked_out_or_has_no_password_yet_is_refused_as_slowly_as_who_is_unknown()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var people = api.Services.GetRequiredService<PeopleStore>();
        await people.AddAsync(api.World.Id, "invited@acme.example", "Invited", Roles.Sdr, password: null, Cancel);
        await api.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                "UPDATE person SET locked_until = @until WHERE workspace_id = @Id AND email = 'sam@acme.example'", new { api.World.Id, until = 4_102_444_800_000 }, transaction),
            Cancel);
        using var stranger = TestBrowser.Stranger(api);
        string[] all = ["nobody@acme.example", "invited@acme.example", "sam@acme.example"];
        var quickest = all.ToDictionary(email => email, _ => TimeSpan.MaxValue);

        // In turns, so that whatever else this machine does slows all of them down.
        for (var i = 0; i < 9; i++)
        {
            foreach (var email in all)
            {
                var since = Stopwatch.GetTimestamp();
                (await stranger.SignInAsync(email, "wrong words are these")).Status.ShouldBe(HttpStatusCode.Unauthorized);
                var took = Stopwatch.GetElapsedTime(since);
                quickest[email] = took < quickest[email] ? took : quickest[email];
            }
        }

        quickest.Values.Min().ShouldBeGreaterThan(quickest.Values.Max() / 3);
    }

    [Theory, EachDatabase]
    public async Task Somebody_always_runs_Baton(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var kim = await TestBrowser.SignInAsync(api, Roles.Admin, "Kim");
        await api.Services.GetRequiredService<PeopleStore>().AddAsync(api.World.Id, "new@acme.example", "New", Roles.Admin, password: null, Cancel);
        await Task.WhenAll(rita.GetAsync("/me"), kim.GetAsync("/me"));

        var shown = await Task.WhenAll(
            rita.PostAsync($"/settings/people/{kim.Person!.Id}", ("role", Roles.Reader)), kim.PostAsync($"/settings/people/{rita.Person!.Id}", ("role", Roles.Reader)));

        shown.Count(one => one.GoesTo == "/settings/people").ShouldBe(1, "Each takes the other's role at once.");
        var (last, who) = shown[0].GoesTo is not null ? (rita, "Rita") : (kim, "Kim");
        (await last.GetAsync("/settings/people")).Status.ShouldBe(HttpStatusCode.OK);
        (await api.PatchAsync($"/api/people/{last.Person!.Id}", new { role = "reader" })).Problem(409).ShouldStartWith($"Nobody but {who} runs Baton here.");
        (await api.PatchAsync($"/api/people/{last.Person.Id}", new { active = false })).Problem(409).ShouldContain("first");
        (await api.PatchAsync($"/api/people/{last.Person.Id}", new { name = "Another name" })).Ok();
    }

    private static async Task<string> KeyAsync(TestBrowser browser) =>
        string.Concat(Regex.Match((await browser.GetAsync("/me/code")).Text, "user-select-all\">(?<key>[A-Z2-7 ]+)<", RegexOptions.NonBacktracking).Groups["key"].Value.Split(' '));
}
