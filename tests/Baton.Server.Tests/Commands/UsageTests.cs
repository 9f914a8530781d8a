using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>A command line that cannot be meant ends with 2 and one sentence.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads("id\n1\n");

    [Theory]
    [InlineData("--playbook", "score", "-p", "", "-l", "leads.csv")]
    [InlineData("--leads", "score", "-p", "playbook.yaml", "-l", "")]
    [InlineData("--events", "score", "-p", "playbook.yaml", "-l", "leads.csv", "-e", "")]
    [InlineData("--out", "score", "-p", "playbook.yaml", "-l", "leads.csv", "-o", "")]
    [InlineData("--rejected", "score", "-p", "playbook.yaml", "-l", "leads.csv", "--rejected", "")]
    [InlineData("<file>", "playbook", "check", "")]
    [InlineData("--out", "playbook", "print", "playbook.yaml", "-o", "")]
    [InlineData("--out", "demo", "data", "-o", "")]
    public void An_empty_path_is_said_to_be_empty(string name, params string[] arguments) =>
        Usage(BatonProcess.Run(arguments), $"{name} is empty. Give a value, or check the variable that should.");

    [Theory]
    [InlineData("scores.xlsx")]
    [InlineData("scores.csv.gz")]
    [InlineData("scores.parquet")]
    [InlineData("scores.tsv")]
    public void A_file_that_is_called_neither_CSV_nor_JSON_needs_a_format(string name)
    {
        Usage(
            _files.Baton("--out", _files[name]),
            $"Scores are written as CSV or JSON, and {_files[name]} ends in neither .csv nor .json. Say --format csv or --format json, or give it another name.");
        _files.Baton("--out", _files[name], "--format", "csv").ExitCode.ShouldBe(0);
        File.ReadAllText(_files[name]).ShouldStartWith("rank,");
    }

    [Theory]
    [InlineData("scores")]
    [InlineData("scores.txt")]
    [InlineData("scores.CSV")]
    public void A_plain_name_gets_CSV(string name)
    {
        _files.Baton("--out", _files[name]).ExitCode.ShouldBe(0);
        File.ReadAllText(_files[name]).ShouldStartWith("rank,");
    }

    [Fact]
    public void A_table_is_for_the_terminal()
    {
        Usage(
            _files.Baton("--out", _files["scores.csv"], "--format", "table"),
            "--format table is for the terminal. With --out, say --format csv or --format json, or leave it out.");
        File.Exists(_files["scores.csv"]).ShouldBeFalse();
    }

    [Fact]
    public void A_number_that_is_none_is_refused_in_words()
    {
        Usage(BatonProcess.Run("demo", "data", "-o", "x", "--seed", "abc"), "--seed takes a whole number, not abc.");
        Usage(BatonProcess.Run("demo", "data", "-o", "x", "--leads", "1e3"), "--leads takes 1 to 1,000,000, not 1e3.");
        Usage(BatonProcess.Run("demo", "data", "-o", "x", "--events", "-1"), "--events takes 0 to 10,000,000, not -1.");
        Usage(_files.Baton("--top", "all"), "--top takes a number from 0, not \"all\".");
    }

    [Fact]
    public void Demo_data_goes_to_a_folder() => BatonProcess.Run("demo", "data", "-o", _files.Leads)
        .ShouldBeRefused($"{_files.Leads} is a file. Name a folder; there is more than one file to write.");

    private static void Usage(BatonProcess ended, string message) =>
        (ended.ExitCode, ended.Output.Trim(), ended.Error.TrimEnd()).ShouldBe((2, "", message));

    public void Dispose() => _files.Dispose();
}
