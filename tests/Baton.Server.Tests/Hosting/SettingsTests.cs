using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Server.Hosting;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        _folder.Write("baton.json", """
            {
              // Comments are fine.
              "data": "file.db", "secondsToDrain": 7, "logLevel": "error", "urls": ["http://127.0.0.1:1", "http://127.0.0.1:2"],
            }
            """);

        var read = Read(["--Data=flag.db"], ("BATON_DATA", "variable.db"), ("BATON_LOG_LEVEL", "warning"), ("BATON_SECONDSTODRAIN", ""));

        read.Mistakes.ShouldBeEmpty();
        (read.Options.Data, read.Options.LogLevel, read.Options.SecondsToDrain, read.Options.Urls)
            .ShouldBe(("flag.db", "warning", 7, "http://127.0.0.1:1;http://127.0.0.1:2"));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_where_it_is_and_what_is_allowed()
    {
        _folder.Write("baton.json", """{ "sekondsToDrain": 5, "colour": "red", "urls": "localhost" }""");

        Read(
            ["--proxies=10.0.0.0/99"],
            ("BATON_SECONDS_TO_DRAIN", "soon"), ("BATON_LOG_LEVL", "info"), ("BATON_LOGS", "jason"), ("BATON_DAYS_TO_KEEP_EVENTS", "7"), ("BATON_TELEMETRY", "collector:4318"))
            .Mistakes.ShouldBe(
            [
                "baton.json: sekondsToDrain is no setting; did you mean `secondsToDrain`?",
                "baton.json: colour is no setting. `baton serve --help` lists all.",
                "baton.json: urls takes addresses such as http://0.0.0.0:8080, separated by semicolons, not \"localhost\". TLS is spoken by a proxy before Baton.",
                "BATON_DAYS_TO_KEEP_EVENTS takes 0 or a whole number from 30 to 36,500, not \"7\".",
                "BATON_LOG_LEVL is no setting; did you mean `BATON_LOG_LEVEL`?",
                "BATON_LOGS takes auto or json or text, not \"jason\"; did you mean `json`?",
                "BATON_SECONDS_TO_DRAIN takes a whole number from 1 to 3,600, not \"soon\".",
                "BATON_TELEMETRY takes the address of an OTLP collector such as http://127.0.0.1:4318, not \"collector:4318\".",
                "--proxies takes addresses such as 10.0.0.7 and networks such as 10.0.0.0/8, separated by semicolons; \"10.0.0.0/99\" is neither.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_file_that_is_none_is_told()
    {
        _folder.Write("baton.json", "{ \"data\": \"a.db\",\n urls }");
        Read([]).Mistakes.ShouldBe(["baton.json is no JSON from line 2 on. Mend it there, or take the file away."]);
        Read([], ("BATON_CONFIG", "none.json")).Mistakes.ShouldBe(["BATON_CONFIG names none.json, and there is no such file. Check the name and the folder."]);
    }

    [Fact]
    public void What_others_put_into_the_environment_is_no_mistake() =>
        Read([], ("BATON_PORT", "tcp://10.0.0.1:80"), ("BATON_SERVICE_HOST", "10.0.0.1"), ("BATON_TEST_POSTGRES", "x"), ("PATH", "y")).Mistakes.ShouldBeEmpty();

    [Fact]
    public void The_documentation_lists_every_setting_as_it_is()
    {
        var rows = from line in File.ReadAllLines(Repository.File("docs/operating.md"))
                   let cells = Regex.Split(line.Trim('|', ' '), @"\s*\|\s*", RegexOptions.NonBacktracking)
                   where cells.Length == 4 && cells[0].StartsWith("`--", StringComparison.Ordinal)
                   select string.Join(" | ", cells);

        rows.ShouldBe(Setting.All.Select(setting => string.Create(
            CultureInfo.InvariantCulture, $"`{setting.Flag}` | `{setting.Variable}` | {(setting.Default.Length > 0 ? $"`{setting.Default}`" : "")} | {setting.About.Says}")));
    }

    [Fact]
    public void Every_setting_says_what_it_is_for() => typeof(ServerOptions).GetProperties()
        .Where(property => !Attribute.IsDefined(property, typeof(SettingAttribute))).Select(property => property.Name).ShouldBeEmpty();

    public void Dispose() => _folder.Dispose();

    private SettingsRead Read(string[] flags, params (string Name, string Value)[] environment) =>
        SettingsReader.Read(flags, new Hashtable(environment.ToDictionary(variable => variable.Name, variable => variable.Value)), _folder.Folder);
}
