using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Baton.Browser.Tests;

/// <summary>Signing in and out as people do, with scripts and without.</summary>
public class SignInTests(Chrome chrome) : IClassFixture<Chrome>
{
    [Theory, EachDatabase]
    public async Task Who_sets_Baton_up_invites_others_who_choose_a_password_and_come_in(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await using var rita = await chrome.OpenAsync(api.Address);
        await rita.Page.GotoAsync((await api.Services.GetRequiredService<FirstStart>().LinkAsync(TestContext.Current.CancellationToken))!);
        await rita.Page.GetByLabel("Your name").FillAsync("Rita Ops");
        await rita.Page.GetByLabel("E-mail").FillAsync("rita@acme.example");
        await rita.Page.GetByLabel("New password").FillAsync(TestBrowser.Password);
        await rita.Page.GetByLabel("The same once more").FillAsync("something else");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await Assertions.Expect(rita.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("two different passwords");
        await Assertions.Expect(rita.Page.GetByLabel("Your name")).ToHaveValueAsync("Rita Ops");
        await rita.Page.GetByLabel("New password").FillAsync(TestBrowser.Password);
        await rita.Page.GetByLabel("The same once more").FillAsync(TestBrowser.Password);
        await rita.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rita.Page.GetByRole(AriaRole.Heading, new() { Name = "From nothing to an explained score" })).ToBeVisibleAsync();

        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await rita.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("<img src=x onerror=alert(1)> Sam");
        await rita.Page.GetByLabel("E-mail").FillAsync("sam@acme.example");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        var link = await rita.Page.GetByRole(AriaRole.Status).Locator("code").InnerTextAsync();

        await using var sam = await chrome.OpenAsync(api.Address, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 800 } });
        await sam.Page.GotoAsync(link);
        await sam.Page.GetByLabel("New password").FillAsync(TestBrowser.Password);
        await sam.Page.GetByLabel("The same once more").FillAsync(TestBrowser.Password);
        await sam.Page.GetByRole(AriaRole.Button).ClickAsync();
        await sam.SignInAsync("sam@acme.example");
        await sam.Page.Locator("details.menu summary").First.ClickAsync();
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(sam.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await sam.Page.GoBackAsync();
        await sam.Page.ReloadAsync();
        await Assertions.Expect(sam.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_of_signing_in_and_of_people_can_be_used_by_everybody()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await using var setup = await chrome.OpenAsync(api.Address);
        await setup.SignInAsync(api, Roles.Admin, "Rita Ops");
        foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)])
        {
            await CheckAsync(api, scheme, width);
        }
    }

    private async Task CheckAsync(TestApi api, ColorScheme scheme, int width)
    {
        await using var stranger = await chrome.OpenAsync(api.Address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        foreach (var path in (string[])["/sign-in", "/forgotten", "/setup/none", "/nothing"])
        {
            await stranger.Page.GotoAsync(path);
            await stranger.CheckAsync($"{path}, {scheme}, {width}");
        }

        await stranger.Page.GotoAsync("/sign-in");
        await stranger.Page.GetByLabel("E-mail").FillAsync("rita.ops@acme.example");
        await stranger.Page.GetByLabel("Password").FillAsync("wrong");
        await stranger.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await stranger.CheckAsync($"a wrong password, {scheme}, {width}");
        await stranger.SignInAsync("rita.ops@acme.example");
        foreach (var path in (string[])["/", "/me", "/me/code", "/me/calendar", "/settings/people", "/settings/audit"])
        {
            await stranger.Page.GotoAsync(path);
            await stranger.CheckAsync($"{path}, {scheme}, {width}");
        }
    }
}
