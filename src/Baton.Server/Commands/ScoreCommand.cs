using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Baton.Server.Imports;
using Baton.Server.Scoring;
using NodaTime;
using Spectre.Console;

namespace Baton.Server.Commands;

/// <summary><c>baton score</c>: ranked, explained leads from files.</summary>
internal static class ScoreCommand
{
    private static readonly Option<string> Playbook = new("--playbook", "-p") { Description = "The playbook to score by.", HelpName = "file", Required = true };
    private static readonly Option<string> Leads = new("--leads", "-l") { Description = "The leads: CSV, plain or gzip; - is standard input.", HelpName = "file", Required = true };
    private static readonly Option<string?> Events = new("--events", "-e") { Description = "What they did: NDJSON in Segment's shape or CSV, plain or gzip; - is standard input.", HelpName = "file" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The moment to score as of, such as 2026-06-30 (that day's end, UTC) or 2026-06-30T12:00Z. Now, if absent.", HelpName = "time" };
    private static readonly Option<string?> Id = new("--id") { Description = "The column that is the lead's id.", HelpName = "column" };
    private static readonly Option<string[]> Map = new("--map") { Description = "What a column means, such as \"Branche=industry\". May be repeated.", HelpName = "column=meaning" };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Write all scores to this file, as CSV or, if it ends in .json, as JSON.", HelpName = "file" };
    private static readonly Option<ScoreFormat?> Format = new("--format", "-f") { Description = "table, csv or json.", HelpName = "format" };
    private static readonly Option<string?> Explain = new("--explain") { Description = "Print every line of the score of the lead with this id or e-mail address.", HelpName = "id" };
    private static readonly Option<int> Top = new("--top") { Description = "How many leads the table has.", HelpName = "n", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Rejected = new("--rejected") { Description = "Write the rows that were skipped to this CSV file, each with its line and the reason.", HelpName = "file" };
    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit with 3 if any row was skipped." };

    private enum ScoreFormat
    {
        Table,
        Csv,
        Json,
    }

    public static Command Build()
    {
        var command = new Command("score", "Score leads from files, with every point explained.")
        {
            Playbook, Leads, Events, AsOf, Id, Map, Out, Format, Explain, Top, Rejected, Strict,
        };
        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "table", "csv", "json");
        command.Validators.Add(Validate);
        command.SetAction((options, cancel) => Task.Run(() => Run(options, cancel), CancellationToken.None));
        return command;
    }

    private static void Validate(CommandResult result)
    {
        if (new Option[] { Playbook, Leads, Events }.SelectMany(Said).Count(path => path == "-") > 1)
        {
            result.AddError("Only one file can come from standard input.");
        }

        foreach (var map in Said(Map))
        {
            if (map.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || at == map.Length - 1)
            {
                result.AddError($"--map takes column=meaning, such as --map \"Branche=industry\", not \"{map}\".");
            }
        }

        foreach (var asOf in Said(AsOf).Where(text => AsOfTime.Parse(text) is null))
        {
            result.AddError($"--as-of takes a date such as 2026-06-30 or a time such as 2026-06-30T12:00Z, not \"{asOf}\".");
        }

        foreach (var top in Said(Top).Where(text => !int.TryParse(text, CultureInfo.InvariantCulture, out var n) || n < 0))
        {
            result.AddError($"--top takes a number from 0, not \"{top}\".");
        }

        // What was typed: the value of an option that is given twice, or is no number, cannot be asked for.
        IEnumerable<string> Said(Option option) => result.GetResult(option)?.Tokens.Select(token => token.Value) ?? [];
    }

    private static int Run(ParseResult options, CancellationToken cancel)
    {
        try
        {
            return Score(options, cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Nothing was written.");
            return ExitCode.Interrupted;
        }
        catch (FileFailedException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return ExitCode.BadInput;
        }
        catch (Exception failure) when (failure.GetBaseException() is OutOfMemoryException)
        {
            Console.Error.WriteLine("The leads and events do not fit into the memory of this machine. Score fewer at a time or take a larger one.");
            return ExitCode.BadInput;
        }
    }

    private static int Score(ParseResult options, CancellationToken cancel)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var asOf = options.GetValue(AsOf) is { } text ? AsOfTime.Parse(text)!.Value : now;
        var map = (options.GetValue(Map) ?? []).Select(m => m.Split('=', 2)).GroupBy(m => m[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(m => m.Key, m => m.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var request = new ScoreRequest(
            options.GetRequiredValue(Playbook), options.GetRequiredValue(Leads), options.GetValue(Events), asOf, now, new ColumnChoices(options.GetValue(Id), map));
        using var input = Console.OpenStandardInput();
        if (ScoreRun.Execute(request, input, new ProgressDisplay(Terminal.ForProgress()), out var problems, cancel) is not { } run)
        {
            foreach (var problem in problems)
            {
                Console.Error.WriteLine(ScoreText.Printable(problem));
            }

            return ExitCode.BadInput;
        }

        var explained = -1;
        if (options.GetValue(Explain) is { } id && (explained = run.Leads.Find(id)) < 0)
        {
            var hint = run.Leads.Nearest(id) is { } nearest ? $"; did you mean `{nearest}`?" : ".";
            Console.Error.WriteLine(ScoreText.Printable($"No lead has the id or e-mail address \"{id}\"{hint}"));
            return ExitCode.BadInput;
        }

        return Write(options, run, explained, asOf, cancel);
    }

    private static int Write(ParseResult options, ScoreRun run, int explained, Instant asOf, CancellationToken cancel)
    {
        var path = options.GetValue(Out);
        var format = options.GetValue(Format)
            ?? (path is null ? ScoreFormat.Table : path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ScoreFormat.Json : ScoreFormat.Csv);
        using var output = Console.OpenStandardOutput();
        if (options.GetValue(Rejected) is { } rejectedPath && RejectedFile.Write(rejectedPath, run.Report, output) is { } rejectedProblem)
        {
            Console.Error.WriteLine(rejectedProblem);
            return ExitCode.BadInput;
        }

        if (path is not null || format != ScoreFormat.Table)
        {
            if (!OutputFile.TryCreate(path, output, out var file, out var problem))
            {
                Console.Error.WriteLine(problem);
                return ExitCode.BadInput;
            }

            using (file)
            {
                var scores = new ScoreFile(run);
                switch (format)
                {
                    case ScoreFormat.Csv or ScoreFormat.Table:
                        scores.WriteCsv(file.Stream, cancel);
                        break;
                    case ScoreFormat.Json when explained >= 0 && path is null:
                        ExplanationFile.Write(file.Stream, run, explained, asOf);
                        break;
                    case ScoreFormat.Json:
                        scores.WriteJson(file.Stream, asOf, cancel);
                        break;
                }

                file.Commit();
            }
        }

        // Programs read standard output; what people want to know beside it goes to standard error.
        var console = path is null && format != ScoreFormat.Table ? Terminal.Error() : Terminal.Output();
        var words = new ScoreText(console, run);
        if (path is null && format == ScoreFormat.Table && explained < 0)
        {
            words.Ranking(options.GetValue(Top));
        }

        if (explained >= 0)
        {
            new ExplanationText(console, run, asOf).Write(explained);
        }
        else
        {
            words.Distribution();
            words.Understanding();
        }

        words.LeftOut();
        if (path is not null)
        {
            console.WriteLine();
            console.WriteLine(FormattableString.Invariant($"The scores of {run.Leads.Count:N0} leads are in {path}."));
        }

        return options.GetValue(Strict) && run.Report.LeftOutRows ? ExitCode.RowsSkipped : ExitCode.Done;
    }
}
