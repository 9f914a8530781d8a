using System.Diagnostics;
using System.Globalization;
using Baton.Server.Hosting;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Hosting;

public class DeployTests
{
    private static string Unit => File.ReadAllText(Repository.File("deploy/baton.service"));

    [Fact]
    public void Systemd_waits_longer_than_Baton_drains()
    {
        var seconds = Unit.Split('\n').Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1];
        int.Parse(seconds, CultureInfo.InvariantCulture).ShouldBeGreaterThan(new ServerOptions().SecondsToDrain);
    }

    [Fact]
    public void Systemd_understands_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze here.");
        using var folder = new TemporaryFolder();
        var unit = folder.Write("baton.service", Unit.Replace("/opt/baton/baton", "/bin/true", StringComparison.Ordinal));
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", unit]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
        errors.Split('\n').ShouldNotContain(line => line.Contains("baton.service", StringComparison.Ordinal));
    }

    [Fact]
    public void The_container_has_what_the_build_needs()
    {
        var ignored = File.ReadAllLines(Repository.File(".dockerignore"));
        foreach (var name in (string[])["src", "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig"])
        {
            ignored.ShouldContain("!" + name);
        }
    }
}
