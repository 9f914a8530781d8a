using System.IO.Compression;
using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>Standard input, output and error that are closed, full or gone.</summary>
public sealed class StandardStreamTests : IDisposable
{
    private const string Full = "standard output cannot be written: the disk is full. Free some space or choose another disk.\n";
    private const string Closed = "Standard output is closed. Let it go to a file, a pipe or /dev/null.\n";
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads("id,employees\n1,120\n2,20\n");

    public StandardStreamTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device that is always full.");

    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    [InlineData("check")]
    [InlineData("print")]
    [InlineData("demo")]
    [InlineData("version")]
    [InlineData("help")]
    public void Output_that_is_full_or_closed_is_said_in_a_sentence(string what)
    {
        string[] arguments = what switch
        {
            "table" or "csv" => _files.Arguments("--format", what),
            "check" or "print" => ["playbook", what, _files.Playbook],
            "demo" => ["demo", "data", "--leads", "1", "--events", "1", "--out", _files["demo"]],
            _ => ["--" + what],
        };

        BatonProcess.InShell("\"$@\" >/dev/full", arguments).ShouldBe(new BatonProcess(1, "", Full));
        BatonProcess.InShell("\"$@\" >&-", arguments).ShouldBe(new BatonProcess(1, "", Closed));
    }

    [Fact]
    public void Closed_standard_input_is_empty()
    {
        const string Empty = "standard input is empty. Check what wrote it.\n";

        BatonProcess.InShell("timeout 60 \"$@\" <&-", "score", "-p", _files.Playbook, "-l", "-").ShouldBe(new BatonProcess(1, "", Empty));
        BatonProcess.InShell("timeout 60 \"$@\" <&-", "playbook", "check", "-").ShouldBe(new BatonProcess(1, "", Empty));
    }

    [Fact]
    public void Nobody_to_complain_to_is_no_reason_to_fall_over()
    {
        BatonProcess.InShell("\"$@\" 2>/dev/full", "playbook", "check", _files["nope.yaml"]).ExitCode.ShouldBe(1);
        BatonProcess.InShell("\"$@\" 2>&-", "playbook", "check", _files["nope.yaml"]).ExitCode.ShouldBe(1);
        BatonProcess.InShell("\"$@\" 2>&-", _files.Arguments()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_it_quietly()
    {
        _files.WithLeads("id\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i}\n")));
        var pipe = "set -o pipefail; \"$@\" 2>/dev/null | head -1";

        BatonProcess.InShell(pipe, _files.Arguments("--format", "csv")).ExitCode.ShouldBe(0);
        BatonProcess.InShell(pipe, _files.Arguments("--format", "json")).ExitCode.ShouldBe(0);
        BatonProcess.InShell(pipe, _files.Arguments("--top", "20000")).ExitCode.ShouldBe(0);
        BatonProcess.InShell(pipe, _files.Arguments("--out", "/dev/stdout")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Standard_output_by_its_path_is_written_on()
    {
        File.WriteAllText(_files["all.txt"], "before\n");

        BatonProcess.InShell($"\"$@\" >>'{_files["all.txt"]}'", "playbook", "print", _files.Playbook, "--out", "/dev/stdout").ExitCode.ShouldBe(0);

        File.ReadAllText(_files["all.txt"]).ShouldStartWith("before\n# Usual\n");
    }

    [Fact]
    public void A_named_pipe_and_a_process_substitution_are_read_as_files_are()
    {
        var plain = _files.Baton("--format", "csv").Output;

        BatonProcess.InShell($"mkfifo '{_files["pipe"]}'; cat '{_files.Leads}' >'{_files["pipe"]}' & \"$@\"",
            "score", "-p", _files.Playbook, "-l", _files["pipe"], "-f", "csv").Output.ShouldBe(plain);
        BatonProcess.InShell($"\"$@\" --leads <(cat '{_files.Leads}')", "score", "-p", _files.Playbook, "-f", "csv").Output.ShouldBe(plain);
        BatonProcess.InShell($"\"$@\" --leads <(gzip -c '{_files.Leads}')", "score", "-p", _files.Playbook, "-f", "csv").Output.ShouldBe(plain);
    }

    [Fact]
    public void A_gzip_bomb_takes_no_memory()
    {
        using (var file = new GZipStream(File.Create(_files["bomb.csv.gz"]), CompressionLevel.Fastest))
        {
            var part = Enumerable.Repeat((byte)'x', 1 << 20).ToArray();
            file.Write("id,employees\n1,120\n"u8);
            for (var i = 0; i < 1_000; i++)
            {
                file.Write(part);
            }

            file.Write("\n2,20\n"u8);
        }

        _files.At(_files["bomb.csv.gz"]);

        var done = BatonProcess.Run(_files.Arguments("--format", "csv"), input: null, memory: "5F5E100");

        done.ExitCode.ShouldBe(0);
        done.Error.ShouldContain("3 rows of leads: 2 leads scored, 0 rows joined to a lead above by id or e-mail, 1 skipped\n    line 3: is longer than 1 MiB");
    }

    public void Dispose() => _files.Dispose();
}
