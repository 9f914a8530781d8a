using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.Browser.Tests;

/// <summary>The day of an account executive, and of the manager of both.</summary>
public class SalesTests(Chrome chrome) : IClassFixture<Chrome>
{
    [Theory, EachDatabase]
    public async Task An_account_executive_finds_the_lead_asks_what_is_open_makes_a_deal_of_it_and_wins(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        var jo = await Desk.SendAsync(api, "Jo Miller");
        await using var bo = await chrome.OpenAsync(api.Address);
        await bo.SignInAsync(Desk.Bo);

        // By name, and back again.
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Leads", Exact = true }).ClickAsync();
        await bo.Page.Locator("#q").FillAsync("mil");
        await bo.Page.WaitForURLAsync(url => url.EndsWith("/leads?q=mil", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        await Expect(bo.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await bo.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(bo.Page.Locator("[data-row-link]")).ToBeFocusedAsync();
        await bo.Page.Keyboard.PressAsync("x");
        await Expect(bo.Page.Locator("[data-row] input[type=checkbox]")).ToBeCheckedAsync();
        await bo.Page.Keyboard.PressAsync("o");
        await Expect(bo.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();
        await bo.Page.GoBackAsync();
        await Expect(bo.Page.Locator("#q")).ToHaveValueAsync("mil");
        await bo.Page.GoForwardAsync();
        await Expect(bo.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();

        // A note, with a reload in the middle of it.
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Note", Exact = true }).First.ClickAsync();
        await Dialog(bo).Locator("textarea").FillAsync("Two lines for vials, one of them in Q3");
        await bo.Page.ReloadAsync();
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Note", Exact = true }).First.ClickAsync();
        await Expect(Dialog(bo).Locator("textarea")).ToHaveValueAsync("Two lines for vials, one of them in Q3");
        await Dialog(bo).Locator("button[type=submit].btn-primary").ClickAsync();
        await Expect(bo.Page.Locator("#timeline")).ToContainTextAsync("Two lines for vials");
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Note", Exact = true }).First.ClickAsync();
        await Expect(Dialog(bo).Locator("textarea")).ToHaveValueAsync("");
        await bo.Page.Keyboard.PressAsync("Escape");

        // A deal, by the stage.
        await MoveAsync(bo, jo, "Opportunity", "They want an offer");
        await Expect(bo.Page.Locator("#main")).ToContainTextAsync("Opportunity");
        await MoveAsync(bo, jo, "Customer", "Signed");
        await Expect(bo.Page.Locator("#main")).ToContainTextAsync("Customer");
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM deal WHERE workspace_id = @Id AND state = 3")).ShouldBe(1);
        await SignOutAsync(bo);
    }

    [Fact]
    public async Task Who_goes_on_before_the_scripts_are_there_comes_to_the_page_of_the_address()
    {
        await using var api = await Desk.OpenAsync(Dialect.Sqlite);
        await Desk.SendAsync(api, "Jo Miller");
        await using var bo = await chrome.OpenAsync(api.Address);
        await bo.SignInAsync(Desk.Bo);
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Leads", Exact = true }).ClickAsync();
        await bo.Page.GetByRole(AriaRole.Link, new() { Name = "Jo Miller" }).First.ClickAsync();
        await Expect(bo.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();
        var gone = new TaskCompletionSource();
        await bo.Page.RouteAsync(url => url.Contains("htmx", StringComparison.Ordinal) || url.Contains("pages", StringComparison.Ordinal) && url.Contains(".js", StringComparison.Ordinal), async route =>
        {
            await gone.Task;
            await route.ContinueAsync();
        });
        await bo.Page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(bo.Page.Locator("#q")).ToBeVisibleAsync();
        await bo.Page.GoForwardAsync(new() { WaitUntil = WaitUntilState.Commit });
        gone.SetResult();
        await Expect(bo.Page.GetByRole(AriaRole.Heading, new() { Name = "Jo Miller" })).ToBeVisibleAsync();
    }

    [Theory, EachDatabase]
    public async Task A_manager_sees_the_teams_work_gives_a_lead_back_and_reads_the_agreement(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        await Desk.SendAsync(api, "Jo Miller");
        await Desk.SendAsync(api, "Pat Doe");
        await using var kim = await chrome.OpenAsync(api.Address);
        await kim.SignInAsync(Desk.Kim);
        await Expect(Row(kim, "Jo Miller")).ToContainTextAsync("Ann Lee");
        await Expect(Row(kim, "Pat Doe")).ToContainTextAsync("Ann Lee");

        await kim.Page.GotoAsync("/leads/board");
        await Expect(kim.Page.Locator("#main")).ToContainTextAsync("Pat Doe");
        await kim.Page.GotoAsync("/");
        await Row(kim, "Pat Doe").GetByRole(AriaRole.Link, new() { Name = "Give back: Pat Doe" }).ClickAsync();
        await Dialog(kim).GetByText("No need", new() { Exact = true }).ClickAsync();
        await Dialog(kim).GetByLabel("In your own words").FillAsync("A student");
        await Dialog(kim).GetByRole(AriaRole.Button, new() { Name = "Give back" }).ClickAsync();
        await Expect(kim.Page.Locator("#done")).ToContainTextAsync("Pat Doe");
        await Expect(Row(kim, "Pat Doe")).ToHaveCountAsync(0);

        await kim.Page.GotoAsync("/leads?stage=MQL");
        await Expect(kim.Page.Locator("#main")).ToContainTextAsync("Jo Miller");
        await kim.Page.GotoAsync("/accounts");
        await Expect(kim.Page.Locator("#main")).ToContainTextAsync("lead.example");
        await kim.Page.GetByRole(AriaRole.Link, new() { Name = "Playbook" }).ClickAsync();
        await Expect(kim.Page.Locator("#main")).ToContainTextAsync("Runs a plant");
        await SignOutAsync(kim);
    }

    private static async Task MoveAsync(Tab tab, Guid lead, string stage, string why)
    {
        await tab.Page.GotoAsync($"/leads/{lead}/move");
        await tab.Page.Locator("[name=stage]").SelectOptionAsync(new SelectOptionValue { Label = stage });
        await tab.Page.Locator("[name=reason]").FillAsync(why);
        await tab.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await tab.Page.WaitForURLAsync(url => url.EndsWith($"/leads/{lead}", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
    }

    private static async Task SignOutAsync(Tab tab)
    {
        await tab.Page.Locator("details.menu summary").First.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static ILocator Row(Tab tab, string lead) => tab.Page.Locator("[data-row]", new() { HasText = lead });

    private static ILocator Dialog(Tab tab) => tab.Page.Locator("dialog#act");
}
