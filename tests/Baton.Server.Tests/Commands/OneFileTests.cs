using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>No file is written that is read, and none twice.</summary>
public sealed class OneFileTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads("id\n1\n")
        .WithEvents("user_id,event,timestamp\n1,Quote Requested,2026-06-01\n", "events.csv");

    [Fact]
    public void An_output_that_is_an_input_is_refused_by_whatever_way_it_is_named()
    {
        Directory.CreateDirectory(_files["sub"]);
        Directory.CreateSymbolicLink(_files["here"], _files.Folder);
        File.CreateSymbolicLink(_files["link.csv"], _files.Leads);

        Refused("--out", _files.Leads, "--leads", _files.Leads);
        Refused("--out", _files["sub/../leads.csv"], "--leads", _files.Leads);
        Refused("--out", _files["link.csv"], "--leads", _files.Leads);
        Refused("--out", _files["here/leads.csv"], "--leads", _files.Leads);
        Refused("--rejected", Path.GetRelativePath(Environment.CurrentDirectory, _files.Events!), "--events", _files.Events!);
        Refused("--rejected", _files.Playbook, "--playbook", _files.Playbook);
        var print = BatonProcess.Run("playbook", "print", _files.Playbook, "--out", _files["here/playbook.yaml"]);
        print.Error.TrimEnd().ShouldBe($"--out {_files["here/playbook.yaml"]} and <file> {_files.Playbook} are one file. Give --out another name.");

        void Refused(string output, string path, string input, string read)
        {
            var ended = _files.Baton(output, path, "--format", "csv");
            (ended.ExitCode, ended.Error.TrimEnd()).ShouldBe((2, $"{output} {path} and {input} {read} are one file. Give {output} another name."));
            File.ReadAllText(_files.Leads).ShouldBe("id\n1\n");
        }
    }

    [Fact]
    public void Two_outputs_to_one_file_are_refused_before_it_is_there()
    {
        Directory.CreateSymbolicLink(_files["here"], _files.Folder);

        var ended = _files.Baton("--out", _files["new.csv"], "--rejected", _files["here/new.csv"]);

        (ended.ExitCode, ended.Error.TrimEnd())
            .ShouldBe((2, $"--rejected {_files["here/new.csv"]} and --out {_files["new.csv"]} are one file. Give --rejected another name."));
        File.Exists(_files["new.csv"]).ShouldBeFalse();
        _files.Baton("--out", "-", "--rejected", "-").Error.ShouldContain("--rejected - and --out - are one file.");
        _files.Baton("--format", "csv", "--rejected", "-").Error.ShouldContain("cannot both go to standard output");
        _files.Baton("--out", "/dev/null", "--rejected", "/dev/null").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void When_one_of_two_outputs_fails_neither_is_left()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        var before = Directory.GetFileSystemEntries(_files.Folder);

        _files.Baton("--out", _files["scores.csv"], "--rejected", "/dev/full").ExitCode.ShouldBe(1);
        _files.Baton("--out", "/dev/full", "--rejected", _files["rejected.csv"]).ExitCode.ShouldBe(1);

        Directory.GetFileSystemEntries(_files.Folder).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public void A_typo_in_an_outputs_folder_is_told_before_any_input_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");

        // Opening the pipe would wait for somebody to write.
        var ended = BatonProcess.InShell("mkfifo \"$PIPE\"; timeout 60 \"$@\"".Replace("$PIPE", _files["pipe.csv"], StringComparison.Ordinal), [
            "score", "-p", _files.Playbook, "-l", _files["pipe.csv"], "--rejected", _files["no/rejected.csv"], "--out", _files["scores.csv"]]);

        ended.ShouldBeRefused($"The folder {_files["no"]} does not exist. Create it or check the name.");
        File.Exists(_files["scores.csv"]).ShouldBeFalse();
    }

    public void Dispose() => _files.Dispose();
}
