using Baton.Server.Imports;
using Baton.Server.Keys;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Baton.Browser.Tests;

/// <summary>The first five minutes with Baton, and a marketer's day with a file.</summary>
public class FirstUseTests(Chrome chrome) : IClassFixture<Chrome>
{
    private const string Contacts = "Kundennummer;Email;Rolle;Branche\nK-1;dana@keller.example;Plant Manager;Metal Fabrication\nK-2;<img src=x onerror=alert(1)>;Buyer;Steel\nK-3;kim@keller.example;Owner;Steel;too much\n";

    [Theory, EachDatabase]
    public async Task From_the_link_on_the_console_to_an_explained_score(Dialect dialect)
    {
        await using var api = await TestApi.StartFreshAsync(dialect);
        await using var rita = await chrome.OpenAsync(api.Address);
        var page = rita.Page;
        await page.GotoAsync((await api.Services.GetRequiredService<FirstStart>().LinkAsync(TestContext.Current.CancellationToken))!);
        await page.GetByLabel("Your name").FillAsync("Rita Ops");
        await page.GetByLabel("E-mail").FillAsync("rita@acme.example");
        await page.GetByLabel("New password").FillAsync(TestBrowser.Password);
        await page.GetByLabel("The same once more").FillAsync(TestBrowser.Password);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/start", new() { WaitUntil = WaitUntilState.Commit });
        await rita.CheckAsync("first steps");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it in force" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The playbook “Metal fabrication” is in force.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main pages" })).ToBeVisibleAsync();

        foreach (var (kind, file) in ((string, string)[])[("Leads", "samples/leads.csv"), ("Events", "samples/events.ndjson")])
        {
            await page.GotoAsync("/start");
            await page.GetByRole(AriaRole.Link, new() { Name = "Import a file" }).ClickAsync();
            await page.Locator("label").Filter(new() { HasText = kind }).ClickAsync();
            await page.GetByLabel("File").SetInputFilesAsync(Repository.File(file));
            await page.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Import it so" }).ClickAsync();
            await Assertions.Expect(page.GetByText("It is all there.")).ToBeVisibleAsync();
        }

        await page.GotoAsync("/start");
        await Assertions.Expect(page.GetByText("Alex Moreno")).ToBeVisibleAsync();
        await rita.CheckAsync("first steps, taken");
        await page.GetByRole(AriaRole.Link, new() { Name = "See every point explained" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why " })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Visited the pricing page").First).ToBeVisibleAsync();
    }

    [Theory, EachDatabase]
    public async Task A_marketer_says_what_a_column_is_and_loses_nothing_by_a_reload(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await using var mia = await chrome.OpenAsync(api.Address);
        var page = mia.Page;
        await mia.SignInAsync(api, Roles.Marketing, "Mia Lang");
        await page.GotoAsync("/leads");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "<img src=x onerror=alert(1)>\u202Evsc.exe", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Contacts) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();

        await page.GetByLabel("Kundennummer").SelectOptionAsync("The lead's id");
        await Assertions.Expect(page.Locator("dl").First).ToContainTextAsync("The lead's idK-1");
        await page.GetByLabel("Rolle").FocusAsync();
        await page.GetByLabel("Rolle").SelectOptionAsync("Job title");
        await Assertions.Expect(page.Locator("dl").First).ToContainTextAsync("Job titlePlant Manager");
        await Assertions.Expect(page.GetByLabel("Rolle")).ToBeFocusedAsync();
        await page.GetByLabel("Branche").SelectOptionAsync("Leave it out");
        await Assertions.Expect(page.Locator("dl").First).Not.ToContainTextAsync("Metal Fabrication");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Kundennummer")).ToHaveValueAsync("id");
        await Assertions.Expect(page.GetByLabel("Rolle")).ToHaveValueAsync("title");
        await Assertions.Expect(page.GetByLabel("Branche")).ToHaveValueAsync("-");
        await mia.CheckAsync("mapping");

        await page.GetByRole(AriaRole.Button, new() { Name = "Import it so" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Rows. New: 2, known already: 0, left out: 1.")).ToBeVisibleAsync();
        await mia.CheckAsync("outcome");
        var rejected = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Rows that were left out" }).ClickAsync());
        (await File.ReadAllTextAsync(await rejected.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain("K-3;kim@keller.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "See the leads" }).ClickAsync();
        await Assertions.Expect(page.GetByText("dana@keller.example").First).ToBeVisibleAsync();
        (await api.World.UserAsync("K-1")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_is_imported_without_scripts()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await using var mia = await chrome.OpenAsync(api.Address, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 800 } });
        var page = mia.Page;
        await mia.SignInAsync(api, Roles.Marketing, "Mia Lang");
        await page.GotoAsync("/settings/imports");
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "crm.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(Contacts) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
        await page.GetByLabel("Rolle").SelectOptionAsync("Job title");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show how it would be read so" }).ClickAsync();
        await Assertions.Expect(page.Locator("dl").First).ToContainTextAsync("Job titlePlant Manager");
        await page.GetByLabel("Kundennummer").SelectOptionAsync("The lead's id");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import it so" }).ClickAsync();
        for (var turn = 0; turn < 100 && await page.GetByText("It is all there.").CountAsync() == 0; turn++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
        }

        (await api.World.UserAsync("K-1")).ShouldNotBeNull("What was chosen last is sent with the press that starts it.");
    }

    [Fact]
    public async Task The_piece_of_code_for_a_website_is_pasted_and_the_page_of_its_key_says_that_it_works()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await using var rita = await chrome.OpenAsync(api.Address);
        var page = rita.Page;
        await rita.SignInAsync(api, Roles.Admin, "Rita Ops");
        await page.GotoAsync("/settings/keys");
        await page.GetByLabel("What it is for").FillAsync("website");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Waiting for the first event…")).ToBeVisibleAsync();
        var code = await page.Locator("#site").InnerTextAsync();
        await rita.CheckAsync("a new key");

        // A site of another origin. Its browser is one that people have: that of tests says what it is, and is a machine's.
        await using var shop = WebApplication.CreateSlimBuilder().Build();
        shop.Urls.Add("http://127.0.0.1:0");
        shop.MapGet("/pricing", () => Results.Content($"<!DOCTYPE html><head><title>Prices</title>{code}</head><body></body>", "text/html"));
        await shop.StartAsync(TestContext.Current.CancellationToken);
        await using var visitor = await chrome.OpenAsync(shop.Urls.Single(), new() { UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36" });
        await visitor.Page.GotoAsync("/pricing?utm_campaign=spring");
        await visitor.Page.EvaluateAsync("baton('identify', { userId: '4711', traits: { email: 'jo@acme.example', title: 'Plant Manager' } })");
        await visitor.Page.EvaluateAsync("baton('track', { event: 'Quote Requested' })");

        await Assertions.Expect(page.GetByText("Events arrive.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#key")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Prices");
        for (var turn = 0; turn < 100 && await CountAsync() < 3; turn++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        (await CountAsync()).ShouldBe(3);
        (await api.World.EmailAsync("jo@acme.example")).ShouldNotBeNull();

        Task<long> CountAsync() => api.World.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND mark = 0");
    }

    [Fact]
    public async Task Pages_of_what_is_set_up_can_be_used_by_everybody()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        const string Hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";
        await new KeyStore(api.World.Db, api.World).AddAsync(api.World.Id, Hostile + new string('w', 60), [Scopes.Write], Hostile, TestContext.Current.CancellationToken);
        await api.Services.GetRequiredService<ImportDesk>().TakeAsync(
            new Upload(api.World.Id, ImportKind.Leads, ColumnChoices.None, AsOf: null, Hostile + new string('w', 200), Hostile, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Contacts))), act: null, TestContext.Current.CancellationToken);
        await using (var setup = await chrome.OpenAsync(api.Address))
        {
            await setup.SignInAsync(api, Roles.Admin, "Rita Ops");
        }

        foreach (var (scheme, width, language) in ((ColorScheme, int, string)[])[(ColorScheme.Light, 1280, "en-GB"), (ColorScheme.Dark, 390, "de-DE")])
        {
            await using var rita = await chrome.OpenAsync(api.Address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, Locale = language });
            await rita.Page.GotoAsync("/sign-in");
            await rita.Page.Locator("#email").FillAsync("rita.ops@acme.example");
            await rita.Page.Locator("#password").FillAsync(TestBrowser.Password);
            await rita.Page.Keyboard.PressAsync("Enter");
            await rita.Page.WaitForURLAsync(url => !url.EndsWith("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
            var wrong = new List<string>();
            foreach (var path in (string[])["/start", "/settings/keys", "/settings/imports", "/settings/retention", "/settings/retention?days=100", "/settings/retention?days=1"])
            {
                await rita.Page.GotoAsync(path);
                wrong.AddRange(await rita.FindAsync($"{path}, {scheme}, {width}"));
            }

            foreach (var link in (string[])["a[href^='/settings/keys/']", "a[href^='/settings/imports/']"])
            {
                await rita.Page.GotoAsync(link.Contains("keys", StringComparison.Ordinal) ? "/settings/keys" : "/settings/imports");
                await rita.Page.Locator(link).First.ClickAsync();
                await rita.Page.WaitForURLAsync("**/settings/*/*", new() { WaitUntil = WaitUntilState.Commit });
                wrong.AddRange(await rita.FindAsync($"{link}, {scheme}, {width}"));
            }

            wrong.ShouldBeEmpty();
        }
    }
}
