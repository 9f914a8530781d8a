using System.Diagnostics;
using System.Globalization;

namespace Baton.Server.Tests.Intake;

/// <summary>Runs what is in tests/clients, for which ./test brings Node's packages and Chromium. A test without them is skipped.</summary>
internal static class Sdk
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static string Folder => Repository.File("tests/clients");

    /// <summary>Skips the test where the SDKs are not there.</summary>
    public static void Require() => Assert.SkipUnless(
        OnPath("node") is not null && Directory.Exists(Path.Combine(Folder, "node_modules")), "There are no SDKs here: ./test brings them where there is Node with npm.");

    /// <summary>Where Chromium is; skips the test where it is not.</summary>
    public static string Chromium()
    {
        var chromium = OnPath("chromium") ?? OnPath("chromium-browser") ?? OnPath("google-chrome");
        Assert.SkipWhen(chromium is null, "There is no Chromium here: ./test brings one where there is apt.");
        return chromium!;
    }

    /// <returns>How many calls were made, as the last line says.</returns>
    public static async Task<int> RunAsync(string script, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var error = node.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await node.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(await error);
        node.ExitCode.ShouldBe(0, await error);
        return int.Parse((await output).Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
