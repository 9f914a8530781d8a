using System.CommandLine;
using Baton.Server.Imports;
using Baton.Server.Scoring;
using NodaTime;

namespace Baton.Server.Commands;

/// <summary><c>baton score</c>: ranked, explained leads from files.</summary>
internal static class ScoreCommand
{
    public static Command Build()
    {
        var command = new Command("score", "Score leads from files, with every point explained.");
        ScoreOptions.AddTo(command);
        command.SetAction((options, cancel) => Task.FromResult(Score(options, cancel)));
        return command;
    }

    private static int Score(ParseResult options, CancellationToken cancel)
    {
        // Opened before the work begins: a folder that does not exist is not told after ten minutes.
        using var output = Console.OpenStandardOutput();
        FileProblem? problem = null;
        using var scores = FormatOf(options) == ScoreFormat.Table ? null : Open(options.GetValue(ScoreOptions.Out));
        using var rejected = options.GetValue(ScoreOptions.Rejected) is { } rejectedPath ? Open(rejectedPath) : null;
        if (problem is not null)
        {
            Terminal.Complain(problem.ToString());
            return ExitCode.BadInput;
        }

        var now = SystemClock.Instance.GetCurrentInstant();
        var asOf = options.GetValue(ScoreOptions.AsOf) is { } text ? AsOfTime.Parse(text)!.Value : now;
        var rejectedFile = rejected is null ? null : new RejectedFile(rejected.Stream);
        if (Run(options, asOf, now, rejectedFile is null ? null : rejectedFile.Add, cancel) is not { } run || ExplainedLead(options, run) is not { } explained)
        {
            return ExitCode.BadInput;
        }

        rejectedFile?.Finish();
        if (scores is not null)
        {
            WriteScores(options, run, explained, asOf, scores.Stream, cancel);
        }

        OutputFile.Commit([.. new[] { scores, rejected }.OfType<OutputFile>()]);
        WriteWords(options, run, explained, asOf);
        return options.GetValue(ScoreOptions.Strict) && run.Report.LeftOutRows ? ExitCode.RowsSkipped : ExitCode.Done;

        OutputFile? Open(string? path)
        {
            OutputFile.TryCreate(path, output, out var file, out var reason);
            problem ??= reason;
            return file;
        }
    }

    private static ScoreRun? Run(ParseResult options, Instant asOf, Instant now, Action<string, RejectedRow>? rejected, CancellationToken cancel)
    {
        var request = new ScoreRequest(
            options.GetRequiredValue(ScoreOptions.Playbook),
            options.GetRequiredValue(ScoreOptions.Leads),
            options.GetValue(ScoreOptions.Events),
            asOf,
            now,
            ScoreOptions.Columns.ChoicesOf(options));
        using var input = StandardStreams.OpenInput();
        var run = ScoreRun.Execute(request, rejected, input, new ProgressDisplay(Terminal.ForProgress()), out var problems, cancel);
        foreach (var problem in problems)
        {
            Terminal.Complain(problem);
        }

        return run;
    }

    /// <summary>The lead to explain, −1 where none is asked for; null, and the user is told, where the one asked for is not there.</summary>
    private static int? ExplainedLead(ParseResult options, ScoreRun run)
    {
        if (options.GetValue(ScoreOptions.Explain) is not { } id)
        {
            return -1;
        }

        if (run.Leads.Find(id) is >= 0 and var lead)
        {
            return lead;
        }

        var hint = run.Leads.Nearest(id) is { } nearest ? $"; did you mean `{nearest}`?" : ".";
        Terminal.Complain($"No lead has the id or e-mail address \"{id}\"{hint}");
        return null;
    }

    private static ScoreFormat FormatOf(ParseResult options) =>
        ScoreOptions.FormatOf(options.GetValue(ScoreOptions.Format)?.ToString(), options.GetValue(ScoreOptions.Out)) ?? ScoreFormat.Csv;

    private static void WriteScores(ParseResult options, ScoreRun run, int explained, Instant asOf, Stream stream, CancellationToken cancel)
    {
        var file = new ScoreFile(run);
        if (FormatOf(options) == ScoreFormat.Csv)
        {
            file.WriteCsv(stream, cancel);
        }
        else if (explained >= 0 && options.GetValue(ScoreOptions.Out) is null)
        {
            ExplanationFile.Write(stream, run, explained, asOf);
        }
        else
        {
            file.WriteJson(stream, asOf, cancel);
        }
    }

    private static void WriteWords(ParseResult options, ScoreRun run, int explained, Instant asOf)
    {
        // Programs read standard output; what people want to know beside it goes to standard error.
        var path = options.GetValue(ScoreOptions.Out);
        var isTable = FormatOf(options) == ScoreFormat.Table;
        var console = path is null && !isTable ? Terminal.Error() : Terminal.Output();
        var words = new ScoreText(console, run);
        if (isTable && explained < 0)
        {
            words.Ranking(options.GetValue(ScoreOptions.Top));
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
            words.Written(path);
        }
    }
}
