using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.People;

/// <summary>How people sign in and out, over HTTP, with a browser that runs no scripts.</summary>
public class SignInTests
{
    private const string Wrong = "do not belong together";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Who_has_the_password_is_let_in_and_led_to_where_they_wanted_to_go(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var stranger = TestBrowser.Stranger(api);
        (await stranger.GetAsync("/me?x=1")).GoesTo.ShouldBe("/sign-in?to=%2Fme%3Fx%3D1");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam Drake");

        (await sam.GetAsync("/me")).Words.ShouldContain("Sam Drake");
        (await sam.GetAsync("/sign-in?to=/me")).GoesTo.ShouldBe("/me");
        (await stranger.SignInAsync("SAM.drake@acme.example ", TestBrowser.Password, ("to", "/me?x=1"))).GoesTo.ShouldBe("/me?x=1");

        (await sam.PostAsync("/sign-out")).GoesTo.ShouldBe("/sign-in");
        (await sam.GetAsync("/me")).GoesTo.ShouldBe("/sign-in?to=%2Fme");
        (await stranger.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK, "Elsewhere they are still signed in.");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_away_from_Baton(string to)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");

        (await TestBrowser.Stranger(api).SignInAsync("sam@acme.example", TestBrowser.Password, ("to", to))).GoesTo.ShouldBe("/");
        (await sam.GetAsync("/sign-in?to=" + Uri.EscapeDataString(to))).GoesTo.ShouldBe("/");
    }

    [Theory, EachDatabase]
    public async Task Somebody_unknown_and_a_wrong_password_are_told_the_same_and_many_tries_lock(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        using var stranger = TestBrowser.Stranger(api);

        var unknown = await stranger.SignInAsync("nobody@acme.example", "wrong");
        var wrong = await stranger.SignInAsync("sam@acme.example", "wrong");
        (unknown.Status, wrong.Status).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        (unknown.Words, wrong.Words).ShouldBe((wrong.Words, unknown.Words));
        wrong.Words.ShouldContain(Wrong);

        await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => stranger.SignInAsync("sam@acme.example", "wrong")));
        (await stranger.SignInAsync("sam@acme.example", TestBrowser.Password)).Words.ShouldContain(Wrong, Case.Sensitive, "Ten wrong ones in a row lock for a quarter of an hour.");
        (await sam.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK, "Who is in stays in.");
        await ExecuteAsync(api, "UPDATE person SET locked_until = 1");
        (await stranger.SignInAsync("sam@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/");
    }

    [Theory, EachDatabase]
    public async Task A_try_that_began_before_a_lock_does_not_undo_it(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        await using var scope = api.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Login>>();
        var (ninth, tenth) = ((await people.FindByNameAsync("sam@acme.example"))!, (await people.FindByNameAsync("sam@acme.example"))!);

        await people.SetLockoutEndDateAsync(tenth, DateTimeOffset.MaxValue);
        (await people.AccessFailedAsync(ninth)).Succeeded.ShouldBeTrue();

        using var stranger = TestBrowser.Stranger(api);
        (await stranger.SignInAsync("sam@acme.example", TestBrowser.Password)).Words.ShouldContain(Wrong);
    }

    [Fact]
    public async Task An_address_that_tries_too_often_has_to_wait()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var stranger = TestBrowser.Stranger(api);

        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 60 && !seen.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            seen.Add((await stranger.SignInAsync($"nobody{i}@acme.example", "x")).Status);
        }

        seen.ShouldContain(HttpStatusCode.TooManyRequests);
        seen.Count.ShouldBeGreaterThan(25);
    }

    [Theory, EachDatabase]
    public async Task What_changes_about_somebody_holds_at_once(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Admin, "Sam");
        var people = api.Services.GetRequiredService<PeopleStore>();
        (await sam.GetAsync("/settings/people")).Status.ShouldBe(HttpStatusCode.OK);

        await people.ChangeAsync(api.World.Id, sam.Person!.Id, new PersonChange(Role: Roles.Reader), null, Cancel);
        (await sam.GetAsync("/settings/people")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await people.ChangeAsync(api.World.Id, sam.Person.Id, new PersonChange(Active: false), null, Cancel);
        (await sam.GetAsync("/me")).GoesTo.ShouldBe("/sign-in?to=%2Fme");
        await people.ChangeAsync(api.World.Id, sam.Person.Id, new PersonChange(Active: true), null, Cancel);
        (await sam.GetAsync("/me")).GoesTo.ShouldBe("/sign-in?to=%2Fme", "The session ended when they left.");
    }

    [Theory, EachDatabase]
    public async Task Sessions_are_listed_and_ended_and_another_password_ends_the_others(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var here = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        var (there, elsewhere) = (TestBrowser.Stranger(api), TestBrowser.Stranger(api));
        await there.SignInAsync("ann@acme.example", TestBrowser.Password, ("keep", "1"));
        await elsewhere.SignInAsync("ann@acme.example", TestBrowser.Password);
        var sessions = await api.Services.GetRequiredService<SessionStore>().OfAsync(api.World.Id, here.Person!.Id, Cancel);
        sessions.Count.ShouldBe(3);
        there.Cookies["baton"]!.Expires.ShouldBeGreaterThan(DateTime.UnixEpoch);

        await here.PostAsync("/me/sessions/end", ("session", sessions.Single(one => one.IsKept).Id.ToString()));
        (await there.GetAsync("/me")).GoesTo.ShouldNotBeNull();
        (await elsewhere.GetAsync("/me")).GoesTo.ShouldBeNull();

        (await here.PostAsync("/me/password", ("current", "wrong"), ("password", "copper violin seven"), ("again", "copper violin seven"))).Words.ShouldContain("This is not your password");
        (await here.PostAsync("/me/password", ("current", TestBrowser.Password), ("password", "ann.ann.ann.ann"), ("again", "ann.ann.ann.ann"))).Words.ShouldContain("over and over");
        (await here.PostAsync("/me/password", ("current", TestBrowser.Password), ("password", "copper violin seven"), ("again", "copper violin seven"))).GoesTo.ShouldBe("/me?done=password");
        (await here.GetAsync("/me?done=password")).Words.ShouldContain("Your password is another from now on.");
        (await here.GetAsync("/me")).GoesTo.ShouldBeNull();
        (await elsewhere.GetAsync("/me")).GoesTo.ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task An_invitation_leads_to_a_password_once(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var bo = TestBrowser.Stranger(api);

        var page = (await rita.PostAsync("/settings/people", ("name", "Bo Lee"), ("email", "Bo@Acme.example"), ("role", Roles.Sdr))).Ok();
        var link = LinkOn(page.Text);
        (await MailAsync(api)).ShouldContain(link, Case.Sensitive, "The mail has the link that the page shows.");
        (await rita.PostAsync("/settings/people", ("name", "Bo"), ("email", "bo@acme.example"), ("role", Roles.Sdr))).Words.ShouldContain("Somebody has this address already");

        (await bo.GetAsync(link)).Words.ShouldContain("Hello Bo Lee");
        (await bo.PostAsync(link, ("password", "short"), ("again", "short"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await bo.PostAsync(link, ("password", TestBrowser.Password), ("again", TestBrowser.Password))).GoesTo.ShouldBe("/sign-in?done=password");
        (await bo.GetAsync("/sign-in?done=password")).Words.ShouldContain("Your password is set. Sign in with it.");
        (await bo.PostAsync(link, ("password", "another one entirely"), ("again", "another one entirely"))).Status.ShouldBe(HttpStatusCode.Gone);
        (await bo.GetAsync(link[..^4] + "AAAA")).Status.ShouldBe(HttpStatusCode.Gone);
        (await bo.SignInAsync("bo@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/");
        (await rita.GetAsync("/settings/audit")).Words.ShouldContain("Person invited");
    }

    [Theory, EachDatabase]
    public async Task A_forgotten_password_is_renewed_by_mail_and_strangers_learn_nothing(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        using var stranger = TestBrowser.Stranger(api);

        var unknown = await stranger.PostAsync("/forgotten", ("email", "nobody@acme.example"));
        var known = await stranger.PostAsync("/forgotten", ("email", "Ann@acme.example"));
        unknown.Words.ShouldBe(known.Words);
        await PasswordLinkTests.UntilAsync(async () => await CountAsync(api, "SELECT COUNT(*) FROM message") > 0);
        var link = LinkOn(await MailAsync(api));
        (await CountAsync(api, "SELECT COUNT(*) FROM message")).ShouldBe(1);

        (await stranger.PostAsync(link, ("password", "copper violin seven"), ("again", "copper violin seven"))).GoesTo.ShouldBe("/sign-in?done=password");
        (await ann.GetAsync("/me")).GoesTo.ShouldNotBeNull("Whoever was signed in with the old one is no longer.");
        (await stranger.SignInAsync("ann@acme.example", TestBrowser.Password)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.SignInAsync("ann@acme.example", "copper violin seven")).GoesTo.ShouldBe("/");
    }

    [Theory, EachDatabase]
    public async Task A_code_is_asked_for_and_each_recovery_code_lets_in_once(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        var setup = await ann.GetAsync("/me/code");
        var key = string.Concat(Regex.Match(setup.Text, "user-select-all\">(?<key>[A-Z2-7 ]+)<", RegexOptions.NonBacktracking).Groups["key"].Value.Split(' '));
        (await ann.PostAsync("/me/code", ("code", "000000"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        var shown = (await ann.PostAsync("/me/code", ("code", Totp.At(key, api.World.Now.ToDateTimeOffset())))).Ok();
        var codes = Regex.Matches(shown.Text, "<li><code[^>]*>(?<code>[^<]+)<", RegexOptions.NonBacktracking).Select(match => match.Groups["code"].Value).ToList();
        codes.Count.ShouldBe(10);

        using var phone = TestBrowser.Stranger(api);
        var asked = await phone.SignInAsync("ann@acme.example", TestBrowser.Password, ("to", "/me"));
        asked.GoesTo.ShouldBe("/sign-in/code?to=%2Fme&keep=", asked.Words);
        (await phone.GetAsync("/me")).GoesTo.ShouldNotBeNull("The password alone is not enough.");
        (await phone.PostAsync("/sign-in/code", ("code", "000000"), ("to", "/me"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await phone.PostAsync("/sign-in/code", ("code", Totp.At(key, api.World.Now.ToDateTimeOffset())), ("to", "/me"))).Status.ShouldBe(HttpStatusCode.Unauthorized, "The code was taken before.");
        api.World.Now += Duration.FromSeconds(30);
        var next = Totp.At(key, api.World.Now.ToDateTimeOffset());
        (await phone.PostAsync("/sign-in/code", ("code", next), ("to", "/me"), ("trust", "1"))).GoesTo.ShouldBe("/me");
        using var shoulder = TestBrowser.Stranger(api);
        await shoulder.SignInAsync("ann@acme.example", TestBrowser.Password);
        (await shoulder.PostAsync("/sign-in/code", ("code", next))).Status.ShouldBe(HttpStatusCode.Unauthorized, "Whoever has looked over her shoulder comes too late.");
        await phone.PostAsync("/sign-out");
        (await phone.SignInAsync("ann@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/", "This device is trusted.");

        var tries = Enumerable.Range(0, 4).Select(_ => TestBrowser.Stranger(api)).ToList();
        foreach (var one in tries)
        {
            await one.SignInAsync("ann@acme.example", TestBrowser.Password);
        }

        var came = await Task.WhenAll(tries.Select(one => one.PostAsync("/sign-in/code", ("code", codes[0].ToLowerInvariant()))));
        came.Count(shown => shown.GoesTo == "/").ShouldBe(1, "A recovery code is good for one.");
        (await ann.GetAsync("/me")).Words.ShouldContain("You have 9 recovery codes left");
        (await ann.PostAsync("/me/code/off", ("current", TestBrowser.Password))).GoesTo.ShouldBe("/me");
        (await TestBrowser.Stranger(api).SignInAsync("ann@acme.example", TestBrowser.Password)).GoesTo.ShouldBe("/");
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_use_the_link_of_the_first_start_at_once_one_is_let_in(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var link = (await api.Services.GetRequiredService<FirstStart>().LinkAsync(Cancel))!;
        TestBrowser[] both = [TestBrowser.Stranger(api), TestBrowser.Stranger(api)];

        var shown = await Task.WhenAll(both.Select((browser, at) => browser.PostAsync(
            link, ("name", $"Rita {at}"), ("email", $"rita{at}@acme.example"), ("password", TestBrowser.Password), ("again", TestBrowser.Password))));

        shown.Count(one => one.GoesTo == "/start").ShouldBe(1);
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM person WHERE workspace_id = @Id AND role = 'admin'")).ShouldBe(1);
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE workspace_id = @Id AND act = 'baton.set_up'")).ShouldBe(1);
        Array.ForEach(both, browser => browser.Dispose());
    }

    [Theory, EachDatabase]
    public async Task The_first_link_makes_one_who_runs_Baton_and_no_second(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = TestBrowser.Stranger(api);
        var first = api.Services.GetRequiredService<FirstStart>();
        var link = (await first.LinkAsync(Cancel))!;

        (await rita.GetAsync("/sign-in")).Words.ShouldContain("Nobody runs Baton here yet.");
        var broken = await rita.GetAsync(link + "x");
        broken.Status.ShouldBe(HttpStatusCode.Gone);
        broken.Words.ShouldContain("Another one stands in what the server writes");
        broken.Text.ShouldNotContain("/forgotten", Case.Sensitive, "There is nobody yet who could get mail.");
        (await rita.PostAsync(link, ("name", "Rita"), ("email", "rita"), ("password", TestBrowser.Password), ("again", TestBrowser.Password))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await rita.PostAsync(link, ("name", "Rita"), ("email", "rita@acme.example"), ("password", TestBrowser.Password), ("again", TestBrowser.Password))).GoesTo.ShouldBe("/start");

        (await rita.GetAsync("/settings/people")).Words.ShouldContain("rita@acme.example");
        using var late = TestBrowser.Stranger(api);
        (await late.GetAsync(link)).Words.ShouldContain("Somebody runs Baton here already.");
        (await late.GetAsync("/sign-in")).Words.ShouldNotContain("Nobody runs Baton here yet.");
        (await first.LinkAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Forms_without_their_token_and_pages_in_frames_are_refused()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        using var other = await TestBrowser.SignInAsync(api, Roles.Sdr, "Other");

        (await sam.PostAsItIsAsync("/me/taste", ("theme", "dark"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await sam.PostAsItIsAsync("/me/taste", ("theme", "dark"), ("form-token", (await other.GetAsync("/me")).Token))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await sam.PostAsync("/me/taste", ("theme", "dark"))).GoesTo.ShouldBe("/me?done=saved");
        var page = await sam.GetAsync("/me?done=saved");
        page.Words.ShouldContain("Saved.");
        page.Text.ShouldContain("data-bs-theme=\"dark\"");
        var policy = page.Response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        Regex.IsMatch(page.Text, "<script>|<script [^s]|<style|\\sstyle=|\\son[a-z]+=", RegexOptions.NonBacktracking).ShouldBeFalse("Nothing stands inline.");
        (await sam.GetAsync("/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("http://baton.example", false)]
    [InlineData("https://baton.example", true)]
    public async Task Cookies_are_out_of_reach_of_scripts_and_secure_where_Baton_is(string publicUrl, bool isSecure)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, $"--PublicUrl={publicUrl}");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(api.Address) };

        using var page = await http.GetAsync("/sign-in", Cancel);

        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.Contains("; secure", StringComparison.Ordinal).ShouldBe(isSecure);
    }

    [Fact]
    public async Task Pages_are_in_the_language_that_the_browser_or_the_person_wants()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");

        (await sam.GetAsync("/me", ("Accept-Language", "fr, de-CH;q=0.8, en;q=0.5"))).Text.ShouldContain("<html lang=\"de\"");
        (await sam.GetAsync("/me", ("Accept-Language", "fr"))).Text.ShouldContain("<html lang=\"en\"");
        await sam.PostAsync("/me/taste", ("language", "de"), ("zone", "Europe/Berlin"));
        (await sam.GetAsync("/me", ("Accept-Language", "en"))).Words.ShouldContain("Sprache");
        (await sam.PostAsync("/me/taste", ("zone", "Europe/Atlantis"))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    internal static string LinkOn(string text) => Regex.Match(text, "/password/[0-9a-f.]+/[A-Za-z0-9_-]+", RegexOptions.NonBacktracking).Value;

    private static async Task<string> MailAsync(TestApi api)
    {
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        return (await connection.QueryAsync<string>("SELECT content FROM message ORDER BY message_id DESC")).First();
    }

    private static async Task<long> CountAsync(TestApi api, string sql)
    {
        await using var connection = await api.World.Db.OpenReadAsync(Cancel);
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    private static Task ExecuteAsync(TestApi api, string sql) => api.World.Db.WriteAsync(transaction => transaction.Connection!.Execute(sql, transaction: transaction), Cancel);
}
