using System.Collections.Concurrent;
using Baton.Server.People;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Baton.Browser.Tests;

/// <summary>What somebody has open, and all that the browser complains of meanwhile.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly string[] Usual = ["Failed to load resource", "htmx:sendAbort", "htmx:afterRequest"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<string> _forgiven = [];

    public Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, said) =>
        {
            // A refusal is an answer, which the browser calls an error; and what is asked anew before it was answered is withdrawn.
            if (said.Type is "error" or "warning" && !Array.Exists(Usual, words => said.Text.StartsWith(words, StringComparison.Ordinal)))
            {
                _complaints.Enqueue(said.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Dialog += (_, dialog) => _complaints.Enqueue($"A script has opened a dialog: {dialog.Message}");
    }

    public IPage Page { get; }

    /// <summary>Lets somebody in, and signs them in by the page that everybody uses.</summary>
    public async Task<Person> SignInAsync(TestApi api, string role, string name)
    {
        var person = await new PeopleStore(api.World.Db, api.World).AddAsync(api.World.Id, $"{name.Replace(' ', '.').ToLowerInvariant()}@acme.example", name, role, TestBrowser.Password, TestContext.Current.CancellationToken);
        await SignInAsync(person!.Email);
        return person;
    }

    public async Task SignInAsync(string email, string password = TestBrowser.Password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.EndsWith("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
    }

    /// <summary>Asserts that the page can be used by everybody, as far as axe can tell (WCAG 2.2 AA), and does not need to be moved sideways.</summary>
    public async Task CheckAsync(string what) => (await FindAsync(what)).ShouldBeEmpty();

    /// <summary>What keeps somebody from using the page, as far as axe can tell (WCAG 2.2 AA), and whether it has to be moved sideways.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string what)
    {
        var found = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        var wrong = found.Violations.Select(one => $"{what}: {one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Take(3).Select(node => node.Html))}").ToList();
        var (wide, window) = (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await Page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        return wide > window ? [.. wrong, $"{what} is {wide} wide, and its window {window}."] : wrong;
    }

    /// <summary>Says that a complaint with these words was brought about by the test.</summary>
    public void Forgive(string words) => _forgiven.Add(words);

    /// <summary>Closes it. Whatever the browser complained of is a failure: what a policy forbade, what a script threw.</summary>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _complaints.Where(said => !_forgiven.Exists(words => said.Contains(words, StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
