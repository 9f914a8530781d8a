using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.Browser.Tests;

/// <summary>The day on which marketing changes the agreement, and sales agrees.</summary>
public class PlaybookTests(Chrome chrome) : IClassFixture<Chrome>
{
    [Theory, EachDatabase]
    public async Task A_marketer_changes_points_breaks_the_text_comes_back_to_it_and_saves_and_the_manager_publishes(Dialect dialect)
    {
        await using var api = await Desk.OpenAsync(dialect);
        await Desk.SendAsync(api, "Jo Miller");
        await using var mia = await chrome.OpenAsync(api.Address);
        await mia.SignInAsync(api, Roles.Marketing, "Mia Stone");
        var page = mia.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Playbook" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        var (yaml, status) = (page.Locator("#yaml"), page.Locator("#playbook-status"));
        await Expect(status).ToContainTextAsync("No mistakes");

        // A field is in the text a moment later, and one goes on in the next field meanwhile.
        await page.GetByLabel("Points of the rule: Runs a plant").FillAsync("25");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Leads a plant");
        await Expect(yaml).ToHaveValueAsync(With("points: 25"));
        await Expect(page.Locator("*:focus")).ToHaveValueAsync("Leads a plant");
        await page.Keyboard.PressAsync("Enter");
        await Expect(yaml).ToHaveValueAsync(With("name: Leads a plant, points: 25"));
        await Expect(status).ToContainTextAsync("2 changes");

        // The text is in the fields, and what is wrong stands at its line.
        await ReplaceAsync(yaml, "points: 30", "points: thirty");
        await Expect(status).ToContainTextAsync("1 mistake");
        await Expect(page.Locator(".playbook-gutter .is-wrong")).ToHaveTextAsync("7");
        await Expect(page.GetByLabel("Points of the rule: Asked for a quote")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByRole(AriaRole.Link, new() { Name = "Line 7, column 66" }).ClickAsync();
        (await yaml.EvaluateAsync<string>("text => text.value.slice(text.selectionStart, text.selectionStart + 6)")).ShouldBe("thirty");
        await mia.CheckAsync("the editor with a mistake");

        // In the middle of it the page is loaded again.
        await page.ReloadAsync();
        await Expect(page.Locator("#playbook-kept")).ToContainTextAsync("Your changes that were not saved are back.");
        await Expect(yaml).ToHaveValueAsync(With("points: thirty"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await ReplaceAsync(yaml, "points: thirty", "points: 35");
        await Expect(status).ToContainTextAsync("No mistakes");

        // By keyboard one comes into the text and out of it.
        await yaml.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(yaml).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Tab");
        await Expect(yaml).Not.ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Version 3" })).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("Object.keys(localStorage).filter(key => key.startsWith('baton-playbook')).length")).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign for marketing" }).ClickAsync();
        await Expect(page.GetByText("Signed for Marketing by Mia Stone")).ToBeVisibleAsync();

        await using var kim = await chrome.OpenAsync(api.Address);
        await kim.SignInAsync(Desk.Kim);
        await kim.Page.GetByRole(AriaRole.Link, new() { Name = "Playbook" }).ClickAsync();
        await kim.Page.GetByRole(AriaRole.Button, new() { Name = "Sign for sales" }).ClickAsync();
        await Expect(kim.Page.GetByText("One lead is scored anew.")).ToBeVisibleAsync();
        await kim.CheckAsync("a version that both have signed");
        await kim.Page.GetByRole(AriaRole.Button, new() { Name = "Publish version 3" }).ClickAsync();
        await Expect(kim.Page.GetByText("Version 3 has been in force")).ToBeVisibleAsync();
        await Expect(kim.Page.GetByText("Leads a plant")).ToBeVisibleAsync();
        await kim.Page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await kim.Page.Locator("a[href='/playbook/compare?from=2&to=3']").ClickAsync();
        await Expect(kim.Page.Locator(".playbook-changes")).ToContainTextAsync("Leads a plant");
        await kim.Page.GotoAsync("/playbook/3/print");
        await kim.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(kim.Page.Locator(".agreement")).ToContainTextAsync("Mia Stone");
        await Expect(kim.Page.Locator("header.bar")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_scripts_a_button_takes_fields_into_the_text()
    {
        await using var api = await Desk.OpenAsync(Dialect.Sqlite);
        await using var kim = await chrome.OpenAsync(api.Address, new() { JavaScriptEnabled = false });
        await kim.SignInAsync(Desk.Kim);
        await kim.Page.GotoAsync("/playbook/2/edit");
        await Expect(kim.Page.GetByRole(AriaRole.Heading, new() { Name = "A draft from version 2" })).ToBeVisibleAsync();
        await Expect(kim.Page.Locator("#playbook-fields")).ToContainTextAsync("Add a fit rule");
        await kim.Page.Locator("[name='/fit/rules/0/points']").FillAsync("many");
        await kim.Page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(kim.Page.Locator("#playbook-mistakes")).ToContainTextAsync("Line 4, column 37");
        await kim.Page.Locator("[name='/fit/rules/0/points']").FillAsync("20");
        await kim.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(kim.Page.GetByRole(AriaRole.Heading, new() { Name = "Version 3" })).ToBeVisibleAsync();
        await Expect(kim.Page.Locator(".playbook-changes")).ToContainTextAsync("+20");
    }

    private static Regex With(string words) => new(Regex.Escape(words), RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Marks words in the text and types others.</summary>
    private static async Task ReplaceAsync(ILocator yaml, string words, string others)
    {
        await yaml.EvaluateAsync("(text, words) => { const at = text.value.indexOf(words); text.focus(); text.setSelectionRange(at, at + words.length); }", words);
        await yaml.Page.Keyboard.TypeAsync(others);
    }
}
