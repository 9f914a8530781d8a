using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Baton.Server.Scoring;

namespace Baton.Server.Commands;

/// <summary>What <c>baton score</c> can be told, and what of it cannot be.</summary>
internal static class ScoreOptions
{
    public static readonly Option<string> Playbook = new("--playbook", "-p") { Description = "The playbook to score by.", HelpName = "file", Required = true };
    public static readonly Option<string> Leads = new("--leads", "-l") { Description = "The leads: CSV, plain or gzip; - is standard input.", HelpName = "file", Required = true };
    public static readonly Option<string?> Events = new("--events", "-e") { Description = "What they did: NDJSON in Segment's shape or CSV, plain or gzip; - is standard input.", HelpName = "file" };
    public static readonly Option<string?> AsOf = new("--as-of") { Description = "The moment to score as of, such as 2026-06-30 (that day's end, UTC) or 2026-06-30T12:00Z. Now, if absent.", HelpName = "time" };
    public static readonly ColumnOptions Columns = new("The column that is the lead's id.");
    public static readonly Option<string?> Out = new("--out", "-o") { Description = "Write all scores to this file, as CSV or, if it ends in .json, as JSON.", HelpName = "file" };
    public static readonly Option<ScoreFormat?> Format = new("--format", "-f") { Description = "table, csv or json.", HelpName = "format" };
    public static readonly Option<string?> Explain = new("--explain") { Description = "Print every line of the score of the lead with this id or e-mail address.", HelpName = "id" };
    public static readonly Option<int> Top = new("--top") { Description = "How many leads the table has.", HelpName = "n", DefaultValueFactory = _ => 20 };
    public static readonly Option<string?> Rejected = new("--rejected") { Description = "Write the rows that were skipped to this CSV file, each with its line and the reason.", HelpName = "file" };
    public static readonly Option<bool> Strict = new("--strict") { Description = "Exit with 3 if any row was skipped.", Arity = ArgumentArity.Zero };

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[Playbook, Leads, Events, AsOf, Columns.Id, Columns.Map, Out, Format, Explain, Top, Rejected, Strict])
        {
            command.Add(option);
        }

        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "table", "csv", "json");
        command.Validators.Add(CheckInputs);
        command.Validators.Add(CheckOutputs);
    }

    /// <summary>How to write the scores: as the user says, else as the file's name does; null where the name ends in neither.</summary>
    public static ScoreFormat? FormatOf(string? said, string? path) =>
        said is not null ? (Enum.TryParse<ScoreFormat>(said, ignoreCase: true, out var format) ? format : null)
        : path is null ? ScoreFormat.Table
        : Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => ScoreFormat.Json,
            "" or ".CSV" or ".TXT" => ScoreFormat.Csv,
            _ => null,
        };

    private static void CheckInputs(CommandResult result)
    {
        result.RefuseEmpty(Playbook, Leads, Events);
        if (new Option[] { Playbook, Leads, Events }.SelectMany(result.Said).Count(path => path == "-") > 1)
        {
            result.AddError("Only one file can come from standard input.");
        }

        Columns.Check(result);
        foreach (var asOf in result.Said(AsOf).Where(text => AsOfTime.Parse(text) is null))
        {
            result.AddError($"--as-of takes a date such as 2026-06-30 or a time such as 2026-06-30T12:00Z, not \"{asOf}\".");
        }

        foreach (var top in result.Said(Top).Where(text => !int.TryParse(text, CultureInfo.InvariantCulture, out var n) || n < 0))
        {
            result.AddError($"--top takes a number from 0, not \"{top}\".");
        }
    }

    private static void CheckOutputs(CommandResult result)
    {
        result.RefuseEmpty(Out, Rejected);
        result.RefuseSame(Out, Playbook, Leads, Events);
        result.RefuseSame(Rejected, Playbook, Leads, Events, Out);
        var (path, said) = (result.Said(Out).FirstOrDefault(), result.Said(Format).FirstOrDefault());
        if (FormatOf(said, path) is not { } format)
        {
            if (said is null)
            {
                result.AddError($"Scores are written as CSV or JSON, and {path} ends in neither .csv nor .json. Say --format csv or --format json, or give it another name.");
            }
        }
        else if (format == ScoreFormat.Table && path is not null)
        {
            result.AddError("--format table is for the terminal. With --out, say --format csv or --format json, or leave it out.");
        }
        else if (format != ScoreFormat.Table && path is null && result.Said(Rejected).Contains("-"))
        {
            result.AddError("The scores and the rejected rows cannot both go to standard output. Give --rejected or --out a file.");
        }
    }
}

/// <summary>How scores are written.</summary>
internal enum ScoreFormat
{
    /// <summary>The best leads, for people.</summary>
    Table,

    /// <summary>All leads, one a row.</summary>
    Csv,

    /// <summary>All leads as one object.</summary>
    Json,
}
