using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>Ctrl-C and the request to terminate leave the folder as it was.</summary>
public sealed class StopTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads("id,employees\n1,120\n");

    public StopTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C otherwise.");

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Demo_data_that_is_stopped_while_it_is_written_leaves_an_empty_folder(string signal, int exitCode)
    {
        var folder = Directory.CreateDirectory(_files["demo"]).FullName;

        Stopped(signal, exitCode, ["demo", "data", "--leads", "1000", "--events", "3000000", "--out", folder],
            () => Directory.GetFiles(folder).Any(file => new FileInfo(file).Length > 1 << 20));

        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Scoring_that_is_stopped_while_it_waits_for_input_leaves_nothing(string signal, int exitCode)
    {
        var before = Directory.GetFileSystemEntries(_files.Folder);

        Stopped(signal, exitCode, [.. _files.At("-").Arguments("--out", _files["scores.csv"], "--rejected", _files["rejected.csv"])],
            () => Directory.GetFiles(_files.Folder, "*.part").Length == 2);

        Directory.GetFileSystemEntries(_files.Folder).ShouldBe(before, ignoreOrder: true);
    }

    private static void Stopped(string signal, int exitCode, string[] arguments, Func<bool> isUnderWay)
    {
        var stopped = BatonProcess.Run(arguments, process =>
        {
            while (!process.HasExited && !isUnderWay())
            {
                Thread.Sleep(1);
            }

            BatonProcess.Signal(process, signal);
        });

        (stopped.ExitCode, stopped.Output, stopped.Error).ShouldBe((exitCode, "", "Stopped before the end. No file was written.\n"));
    }

    public void Dispose() => _files.Dispose();
}
