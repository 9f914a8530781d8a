using Baton.Server.Storage;
using Microsoft.Playwright;

namespace Baton.Browser.Tests;

/// <summary>Every page with a lead whose every word is hostile, as axe sees it, light and dark, wide and narrow, English and German.</summary>
public class EveryPageTests(Chrome chrome) : IClassFixture<Chrome>
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "en-GB")]
    [InlineData(ColorScheme.Dark, 390, "de-DE")]
    public async Task Can_be_used_by_everybody_and_runs_nothing_of_strangers(ColorScheme scheme, int width, string language)
    {
        await using var api = await Desk.OpenAsync(Dialect.Sqlite);
        var lead = await Desk.SendAsync(api, Hostile, "evil");
        await api.World.SendAsync(new { type = "track", userId = "evil", @event = Hostile, properties = new Dictionary<string, object> { [Hostile] = Hostile } });
        await Desk.SendAsync(api, "Jo Miller");
        await using var kim = await chrome.OpenAsync(api.Address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, Locale = language });
        await kim.Page.GotoAsync("/sign-in");
        await kim.Page.Locator("#email").FillAsync(Desk.Kim);
        await kim.Page.Locator("#password").FillAsync(Server.Tests.Shell.TestBrowser.Password);
        await kim.Page.Keyboard.PressAsync("Enter");
        await kim.Page.WaitForURLAsync(url => !url.EndsWith("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });

        var wrong = new List<string>();
        foreach (var path in (string[])
            [
                "/", "/leads", "/leads?q=jo", "/leads/board", $"/leads/{lead}", $"/leads/{lead}?asOf=2026-03-01", $"/leads/{lead}/reject", $"/leads/{lead}/contacts", $"/leads/{lead}/snooze",
                $"/leads/{lead}/notes", $"/leads/{lead}/tasks", $"/leads/{lead}/move", $"/leads/{lead}/answers", "/accounts", "/me", "/start", "/settings/imports",
                "/playbook", "/playbook/1", "/playbook/2/edit", "/playbook/2/print", "/playbook/history", "/playbook/compare?from=1&to=2", "/playbook/new",
            ])
        {
            (await kim.Page.GotoAsync(path))!.Status.ShouldBe(200, path);
            wrong.AddRange(await kim.FindAsync($"{path}, {scheme}, {width}"));
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Settings_of_teams_and_of_delivery_can_be_used_by_everybody(ColorScheme scheme, int width)
    {
        await using var api = await Desk.OpenAsync(Dialect.Sqlite);
        var webhook = (await api.PostAsync("/api/webhooks", new { name = Hostile, url = "https://hooks.acme.example/x", types = new[] { "lead.mql" } })).Ok()["id"];
        await Desk.SendAsync(api, Hostile, "evil");
        var team = (await api.GetAsync("/api/teams")).Ok()["items"]![0]!["id"];
        var message = (await api.GetAsync("/api/messages")).Ok()["items"]![0]!["id"];
        await using var rita = await chrome.OpenAsync(api.Address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await rita.SignInAsync(api, Server.People.Roles.Admin, "Rita Ops");

        var wrong = new List<string>();
        foreach (var path in (string[])
            [
                "/settings/teams", "/settings/teams/new", $"/settings/teams/{team}", $"/settings/teams/{team}/delete", "/settings/teams/absences", "/settings/teams/routing?stage=MQL", "/settings/channels",
                "/settings/channels/new", "/settings/webhooks", "/settings/webhooks/new", $"/settings/webhooks/{webhook}", $"/settings/webhooks/{webhook}/delete", "/settings/deliveries",
                $"/settings/deliveries/{message}", "/settings/audit",
            ])
        {
            (await rita.Page.GotoAsync(path))!.Status.ShouldBe(200, path);
            wrong.AddRange(await rita.FindAsync($"{path}, {scheme}, {width}"));
        }

        wrong.ShouldBeEmpty();
    }
}
