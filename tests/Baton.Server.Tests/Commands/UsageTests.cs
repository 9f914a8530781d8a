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
        Usage(BatonProcess.Run("messages", "list", "--most", "-5"), "--most takes a number from 1, not -5.");
        Usage(BatonProcess.Run("messages", "list", "--most", "0"), "--most takes a number from 1, not 0.");
        Usage(BatonProcess.Run("messages", "list", "--most", "many"), "--most takes a number from 1, not many.");
    }

    [Fact]
    public void An_id_that_is_none_is_refused_in_words()
    {
        Usage(BatonProcess.Run("messages", "resend", "123"), "<message> takes the id of a message, not \"123\". `baton messages list` shows the ids.");
        Usage(BatonProcess.Run("messages", "resend"), "Name one message, or say --all.");
        Usage(BatonProcess.Run("messages", "resend", "123", "--all"), "Name one message, or say --all.");
        Usage(BatonProcess.Run("messages", "resend", "--all=yes"), "Name one message, or say --all.");
        BatonProcess.Run("messages", "resend", "0198c7d2-5f3a-7c1e-9a53-6d7b1f6f2c11", "--data", _files["none.db"]).ShouldBeRefused(
            $"{_files["none.db"]} does not exist. Name the server's database with --data or BATON_DATA.");
    }

    [Theory]
    [InlineData("import", "leads", "x.csv", "--preview=yes")]
    [InlineData("score", "-p", "x.yaml", "-l", "x.csv", "--strict=yes")]
    [InlineData("user", "password", "--email", "ann@acme.example", "--password-stdin=yes")]
    [InlineData("health", "--live=yes")]
    public void A_switch_takes_no_value(params string[] arguments)
    {
        var ended = BatonProcess.Run(arguments);
        (ended.ExitCode, ended.Output).ShouldBe((2, ""));
        ended.Error.ShouldContain("yes");
        ended.Error.ShouldNotContain("System.");
    }

    [Fact]
    public void Demo_data_goes_to_a_folder() => BatonProcess.Run("demo", "data", "-o", _files.Leads)
        .ShouldBeRefused($"{_files.Leads} is a file. Name a folder; there is more than one file to write.");

    private static void Usage(BatonProcess ended, string message) =>
        (ended.ExitCode, ended.Output.Trim(), ended.Error.TrimEnd()).ShouldBe((2, "", message));

    public void Dispose() => _files.Dispose();
}
