using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.Browser.Tests;

/// <summary>What people do in a day, from signing in to signing out.</summary>
public class DayTests(Chrome chrome) : IClassFixture<Chrome>
{
    [Theory, EachDatabase]
    public async Task In_sales_development_one_accepts_calls_asks_and_gives_back_by_keyboard(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        var jo = await Desk.SendAsync(api, "Jo Miller");
        await Desk.SendAsync(api, "Pat Doe");
        await using var ann = await chrome.OpenAsync(api.Address);
        await ann.SignInAsync(Desk.Ann);
        await Expect(ann.Page.GetByText("Waiting for you")).ToBeVisibleAsync();
        await Expect(Row(ann, "Jo Miller")).ToContainTextAsync("Asked for a quote");
        await Expect(Row(ann, "Jo Miller").Locator(".clock").First).ToContainTextAsync("left");

        // Give Pat back: no reason, no "no".
        await Row(ann, "Pat Doe").GetByRole(AriaRole.Link, new() { Name = "Pat Doe", Exact = true }).FocusAsync();
        await ann.Page.Keyboard.PressAsync("r");
        await Expect(Dialog(ann)).ToBeVisibleAsync();
        await Dialog(ann).GetByLabel("In your own words").FillAsync("They asked for a school project");
        await Dialog(ann).GetByRole(AriaRole.Button, new() { Name = "Give back" }).ClickAsync();
        await Expect(Dialog(ann)).ToBeVisibleAsync();
        await Dialog(ann).GetByText("No need", new() { Exact = true }).ClickAsync();
        await Dialog(ann).GetByRole(AriaRole.Button, new() { Name = "Give back" }).ClickAsync();
        await Expect(Dialog(ann)).ToBeHiddenAsync();
        await Expect(Row(ann, "Pat Doe")).ToHaveCountAsync(0);
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Pat Doe");

        // Accept Jo, and call.
        await Row(ann, "Jo Miller").GetByRole(AriaRole.Link, new() { Name = "Jo Miller", Exact = true }).FocusAsync();
        await ann.Page.Keyboard.PressAsync("a");
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Jo Miller");
        await ann.Page.GotoAsync($"/leads/{jo}");
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("Asked for a quote").First).ToBeVisibleAsync();
        await ann.Page.GoBackAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "My work" })).ToBeVisibleAsync();

        (await api.World.ActivitiesAsync(jo)).ShouldContain(activity => activity.Contains("accepted", StringComparison.OrdinalIgnoreCase));
        await ann.Page.Locator("details.menu summary").First.ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Theory, EachDatabase]
    public async Task Without_scripts_one_signs_in_reads_a_lead_accepts_and_gives_back(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        var jo = await Desk.SendAsync(api, "Jo Miller");
        await Desk.SendAsync(api, "Pat Doe");
        await using var ann = await chrome.OpenAsync(api.Address, new() { JavaScriptEnabled = false });
        await ann.SignInAsync(Desk.Ann);

        await Row(ann, "Pat Doe").GetByRole(AriaRole.Link, new() { Name = "Give back: Pat Doe" }).ClickAsync();
        await ann.Page.GetByText("No need", new() { Exact = true }).ClickAsync();
        await ann.Page.GetByLabel("In your own words").FillAsync("A school project");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Give back" }).ClickAsync();
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Pat Doe");
        await Row(ann, "Jo Miller").GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Jo Miller");
        await ann.Page.GotoAsync($"/leads/{jo}");
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();
        await Expect(ann.Page.GetByText("Runs a plant").First).ToBeVisibleAsync();
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_act_on_a_lead_at_once_the_second_is_told_who_has_it_and_sees_it_without_loading(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        await Desk.SendAsync(api, "Jo Miller");
        await using var ann = await chrome.OpenAsync(api.Address);
        await using var kim = await chrome.OpenAsync(api.Address);
        await ann.SignInAsync(Desk.Ann);
        await kim.SignInAsync(Desk.Kim);
        await Expect(Row(kim, "Jo Miller")).ToBeVisibleAsync();

        await Row(ann, "Jo Miller").GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Jo Miller");

        await Expect(Row(kim, "Jo Miller")).ToContainTextAsync("accepted");
    }

    [Fact]
    public async Task A_lost_connection_loses_nothing_that_was_typed()
    {
        await using var api = await Desk.OpenAsync(Dialect.Sqlite);
        await Desk.SendAsync(api, "Jo Miller");
        await using var ann = await chrome.OpenAsync(api.Address);
        await ann.SignInAsync(Desk.Ann);
        await Row(ann, "Jo Miller").GetByRole(AriaRole.Link, new() { Name = "Log call" }).ClickAsync();
        await Dialog(ann).GetByText("We spoke", new() { Exact = true }).ClickAsync();
        await Dialog(ann).GetByLabel("What was said").FillAsync("Wants a line for vials");
        await ann.Page.Context.SetOfflineAsync(true);
        await Dialog(ann).Locator("button[type=submit].btn-primary").ClickAsync();
        await Expect(Dialog(ann).GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing is lost");
        await Expect(Dialog(ann).GetByLabel("What was said")).ToHaveValueAsync("Wants a line for vials");
        await ann.Page.Context.SetOfflineAsync(false);
        await Dialog(ann).Locator("button[type=submit].btn-primary").ClickAsync();
        await Expect(ann.Page.Locator("#done")).ToContainTextAsync("Jo Miller");
        ann.Forgive("ERR_INTERNET_DISCONNECTED");
        ann.Forgive("htmx:sendError");
    }

    private static ILocator Row(Tab tab, string lead) => tab.Page.Locator("[data-row]", new() { HasText = lead });

    private static ILocator Dialog(Tab tab) => tab.Page.Locator("dialog#act");
}
