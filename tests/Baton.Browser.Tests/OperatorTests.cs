using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Delivery;
using Baton.Server.Tests.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.Browser.Tests;

/// <summary>The morning of whoever runs Baton: who works when, what other programs are told, and whether it arrives.</summary>
public class OperatorTests(Chrome chrome) : IClassFixture<Chrome>
{
    [Theory, EachDatabase]
    public async Task Teams_are_set_up_and_a_webhook_that_breaks_is_found_and_mended(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        await using var rita = await chrome.OpenAsync(api.Address);
        await rita.SignInAsync(api, Roles.Admin, "Rita Ops");

        // A team with hours and a member.
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Teams", Exact = true }).ClickAsync();
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Add a team" }).First.ClickAsync();
        await rita.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Inside sales");
        await rita.Page.GetByLabel("Monday from").FillAsync("08:00");
        await rita.Page.GetByLabel("Monday to").FillAsync("16:30");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Monday’s hours until Friday" }).ClickAsync();
        await Expect(rita.Page.GetByLabel("Friday to")).ToHaveValueAsync("16:30");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Add somebody" }).ClickAsync();
        await rita.Page.GetByLabel("Person").SelectOptionAsync(new SelectOptionValue { Label = "Rita Ops" });
        await rita.Page.GetByLabel("Capacity").FillAsync("12");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Add the team" }).ClickAsync();
        await Expect(rita.Page.GetByText("Mon-Fri 08:00-16:30")).ToBeVisibleAsync();
        await Expect(rita.Page.GetByText("0 / 12")).ToBeVisibleAsync();

        // Somebody is away.
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Absences" }).ClickAsync();
        await rita.Page.GetByLabel("Who", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Rita Ops" });
        await rita.Page.GetByLabel("First day", new() { Exact = true }).FillAsync("2100-01-04");
        await rita.Page.GetByLabel("Last day", new() { Exact = true }).FillAsync("2100-01-08");
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Note it" }).ClickAsync();
        await Expect(rita.Page.GetByText("4 Jan 2100 to 8 Jan 2100")).ToBeVisibleAsync();

        // A webhook, tried for real.
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Webhooks" }).ClickAsync();
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Add a webhook" }).First.ClickAsync();
        await rita.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("CRM");
        await rita.Page.GetByLabel("Address").FillAsync(receiver.Url);
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var secret = await rita.Page.Locator("#secret").InnerTextAsync();
        await receiver.TellAsync(new { status = 200, answer = "taken with thanks", secrets = new[] { secret } });
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(rita.Page.Locator("#trial")).ToContainTextAsync("It arrived.");
        await Expect(rita.Page.Locator("#trial")).ToContainTextAsync("taken with thanks");
        ((bool)(await receiver.TakenAsync()).ShouldHaveSingleItem()["verified"]![0]!).ShouldBeTrue();

        // It breaks, which the log tells, and is mended.
        await receiver.TellAsync(new { status = 500, answer = "<img src=x onerror=alert(1)>" });
        await api.World.SendAsync(new { type = "identify", userId = "jo", traits = new { email = "jo@lead.example" } });
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Delivery log", Exact = true }).ClickAsync();
        await UntilAsync(rita, rita.Page.Locator(".message-row", new() { HasText = "It answered 500." }));
        await rita.Page.Locator(".message-row", new() { HasText = "It answered 500." }).First.ClickAsync();
        await Expect(rita.Page.GetByText("<img src=x onerror=alert(1)>").First).ToBeVisibleAsync();
        await receiver.TellAsync(new { status = 204 });
        api.World.Now += NodaTime.Duration.FromSeconds(1);
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Send it again" }).ClickAsync();
        await UntilAsync(rita, rita.Page.GetByText("Answered with 204"));
        (await receiver.TakenAsync()).Count.ShouldBeGreaterThanOrEqualTo(2);

        // All of it stands in the audit log.
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Audit log" }).ClickAsync();
        foreach (var act in (string[])["Team added", "Absence noted", "Webhook added", "Webhook tested", "Message sent again"])
        {
            await Expect(rita.Page.GetByRole(AriaRole.Rowheader, new() { Name = act, Exact = true })).ToBeVisibleAsync();
        }

        await rita.Page.Locator("details.menu summary").First.ClickAsync();
        await rita.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(rita.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    /// <summary>Loads the page again until something is there: messages leave by themselves.</summary>
    private static async Task UntilAsync(Tab tab, ILocator what)
    {
        for (var tries = 0; tries < 60 && await what.CountAsync() == 0; tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await tab.Page.ReloadAsync();
        }

        await Expect(what.First).ToBeVisibleAsync();
    }
}
