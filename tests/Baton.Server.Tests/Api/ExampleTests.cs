using System.Diagnostics;
using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Baton.Server.Tests.Docs;
using Baton.Server.Tests.Imports;

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

        var answers = await RunAsync("docs/api.md", Repository.File("."), api);

        answers.Count.ShouldBe(5);
        answers[0].ShouldContain("jo@acme.example");
        answers[1].ShouldContain("\"text\":\"Quote\"");
        answers[2].ShouldContain("Plant Manager");
        answers[3].ShouldContain("\"valid\":true");
        answers[4].ShouldContain("\"isWhole\":true");
    }

    [Fact]
    public async Task The_call_of_the_readme_explains_a_lead()
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "track", userId = "u1", @event = "Quote Requested" });
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder[".demo"]);
        await File.WriteAllTextAsync(folder[".demo/read.key"], api.Key, TestContext.Current.CancellationToken);

        var answers = await RunAsync("README.md", folder.Folder, api);

        var shown = Blocks("README.md", "json").ShouldHaveSingleItem();
        answers.ShouldHaveSingleItem().ShouldContain("\"text\":\"Quote\"");
        Names(shown).ShouldAllBe(name => answers[0].Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Runs what a page shows, and returns what each command answers; the page may name the server by its usual address.</summary>
    private static async Task<IReadOnlyList<string>> RunAsync(string page, string folder, TestApi api)
    {
        var script = string.Join("\necho\n", Blocks(page, "bash")).Replace("http://127.0.0.1:8080", api.Address, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BATON_URL"] = api.Address, ["BATON_KEY"] = api.Key },
        };
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        bash.ExitCode.ShouldBe(0, await output + await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
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
