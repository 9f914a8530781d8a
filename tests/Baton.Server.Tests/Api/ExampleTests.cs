using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Baton.Server.Tests.Docs;
using Baton.Server.Tests.Handoffs;

namespace Baton.Server.Tests.Api;

public class ExampleTests
{
    /// <summary>They ask a server, so they cannot run with the commands of the other pages.</summary>
    [Fact]
    public async Task The_commands_of_the_page_on_the_API_are_answered()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", title = "Manager" } }, new { type = "track", userId = "u1", @event = "Quote Requested" });
        api.World.Now += NodaTime.Duration.FromMinutes(1);
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/api.md", terminal, api);

        answers.Count.ShouldBe(5);
        answers[0].ShouldContain("jo@acme.example");
        answers[1].ShouldContain("\"text\":\"Quote\"");
        answers[2].ShouldContain("Plant Manager");
        answers[3].ShouldContain("\"valid\":true");
        answers[4].ShouldContain("\"isWhole\":true");
    }

    [Fact]
    public async Task The_commands_of_the_page_on_events_are_taken_and_score()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/events.md", terminal, api);

        answers.ShouldBe([.. Enumerable.Repeat("""{"success":true}""", answers.Count)]);
        var lead = (await api.GetAsync("/api/leads?userId=4711")).Ok()["items"]![0]!;
        lead["email"]!.ToString().ShouldBe("jo@acme.example");
        lead["account"]!["name"]!.ToString().ShouldBe("Acme");
        lead["score"]!["engagement"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_commands_of_the_page_on_hand_offs_say_who_would_get_a_lead()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        await desk.HandOverAsync("jo@acme.example");
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/handoffs.md", terminal, desk.Api);

        answers[0].ShouldContain("\"team\":\"Desk\"");
        answers[1].ShouldContain("\"stage\":\"MQL\"");
    }

    [Fact]
    public async Task The_command_of_the_page_on_delivery_adds_a_webhook()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/delivery.md", terminal, api);

        answers.ShouldHaveSingleItem().ShouldContain("\"secret\":\"whsec_");
    }

    [Fact]
    public async Task The_calls_of_the_page_on_deals_open_change_and_lose_one_and_note_a_cost()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/deals.md", terminal, api);

        answers.Count.ShouldBe(4);
        answers[0].ShouldContain("\"amount\":150000,");
        answers[1].ShouldContain("\"stage\":\"Offer sent\"");
        answers[2].ShouldContain("\"competitor\":\"Rival Machines\"");
        answers[3].ShouldContain("\"campaign\":\"spring-fair\"");
    }

    [Fact]
    public async Task The_calls_of_the_page_on_tasks_list_them_and_make_a_calendar()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await Tasks.TaskApiTests.WorldAsync(api);
        using var terminal = new Terminal();

        var answers = await RunAsync("docs/tasks.md", terminal, api);

        answers.Count.ShouldBe(2);
        answers[0].ShouldContain("\"title\":\"Call (attempt 1 of 3)\"");
        answers[1].ShouldContain("/calendar/");
    }

    [Fact]
    public async Task The_call_of_the_readme_explains_a_lead()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "track", userId = "u1", @event = "Quote Requested" });
        using var terminal = new Terminal();
        terminal.Write(".demo/read.key", api.Key);

        var answers = await RunAsync("README.md", terminal, api);

        var shown = Blocks("README.md", "json").ShouldHaveSingleItem();
        answers.ShouldHaveSingleItem().ShouldContain("\"text\":\"Quote\"");
        Names(shown).ShouldAllBe(name => answers[0].Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Runs what a page shows, and returns what each command answers; the page may name the server by its usual address.</summary>
    private static async Task<IReadOnlyList<string>> RunAsync(string page, Terminal terminal, TestApi api)
    {
        var script = string.Join("\necho\n", Blocks(page, "bash")).Replace("http://127.0.0.1:8080", api.Address, StringComparison.Ordinal);
        var (exitCode, output, errors) = await terminal.RunAsync(
            script, TestContext.Current.CancellationToken, ("BATON_URL", api.Address), ("BATON_KEY", api.Key), ("BATON_WRITE_KEY", await api.KeyAsync("write")));
        exitCode.ShouldBe(0, output + errors);
        return output.Replace("}{", "}\n{", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<string> Blocks(string page, string language) =>
    [
        .. Regex.Matches(
            File.ReadAllText(Repository.File(page)), $"^```{language}\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["text"].Value),
    ];

    private static IEnumerable<string> Names(string json) =>
        Regex.Matches(json, "\"(?<name>[a-z]+)\":", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Value);
}
