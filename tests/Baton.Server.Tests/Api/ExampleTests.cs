using System.Diagnostics;
using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Baton.Server.Tests.Docs;

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
        var page = await File.ReadAllTextAsync(Repository.File("docs/api.md"), TestContext.Current.CancellationToken);
        var commands = Regex.Matches(page, "^```bash\n(?<command>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["command"].Value).ToList();

        commands.Count.ShouldBe(5);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", string.Join("\necho\n", commands)])
        {
            WorkingDirectory = Repository.File("."),
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
        var answers = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        answers.Length.ShouldBe(5);
        answers[0].ShouldContain("jo@acme.example");
        answers[1].ShouldContain("\"text\":\"Quote\"");
        answers[2].ShouldContain("Plant Manager");
        answers[3].ShouldContain("\"valid\":true");
        answers[4].ShouldContain("\"isWhole\":true");
    }
}
