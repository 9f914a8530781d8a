using System.CommandLine;
using System.Text;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Server.Imports;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using Command = System.CommandLine.Command;

namespace Baton.Server.Commands;

/// <summary><c>baton playbook check</c>, <c>print</c>, <c>publish</c> and <c>frameworks</c>: the agreement, checked, readable, and in force.</summary>
internal static class PlaybookCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The playbook; - is standard input." };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Write to this file; a name that ends in .html gets HTML.", HelpName = "file" };
    private static readonly Option<DocumentFormat?> Format = new("--format", "-f") { Description = "markdown or html.", HelpName = "format" };

    private enum DocumentFormat
    {
        Markdown,
        Html,
    }

    public static Command Build()
    {
        var check = new Command("check", "Check a playbook and show every mistake with its line.") { File };
        check.Validators.Add(command => command.RefuseEmpty(File));
        check.SetAction(Check);
        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "markdown", "html");
        var print = new Command("print", "Print a playbook as the agreement that marketing and sales sign.") { File, Out, Format };
        print.Validators.Add(command => command.RefuseEmpty(File, Out));
        print.Validators.Add(command => command.RefuseSame(Out, File));
        print.SetAction(Print);
        return new Command("playbook", "The agreement on what a qualified lead is.") { check, print, PublishCommand.Build(File), FrameworksCommand.Build() };
    }

    private static int Check(ParseResult options)
    {
        if (Read(options) is not { Playbook: { } playbook })
        {
            return ExitCode.BadInput;
        }

        var stages = playbook.Gates.IsEmpty ? "no stages" : string.Join(", ", playbook.Gates.Select(gate => gate.Stage.Title()));
        var (fit, engagement) = (ScoreText.Many(playbook.Fit.Rules.Length, "fit rule"), ScoreText.Many(playbook.Engagement.Rules.Length, "engagement rule"));
        Terminal.Say($"{playbook.Name} is in order: {fit}, {engagement}, {stages}.");
        return ExitCode.Done;
    }

    private static int Print(ParseResult options)
    {
        if (Read(options, withHints: false) is not { Playbook: { } playbook })
        {
            return ExitCode.BadInput;
        }

        var path = options.GetValue(Out);
        var isHtml = options.GetValue(Format) is { } format
            ? format == DocumentFormat.Html
            : path is not null && Path.GetExtension(path).StartsWith(".htm", StringComparison.OrdinalIgnoreCase);
        var text = isHtml ? AgreementHtml.ToHtml(playbook) : PlaybookDocument.ToMarkdown(playbook);
        using var output = Console.OpenStandardOutput();
        if (!OutputFile.TryCreate(path, output, out var file, out var problem))
        {
            Terminal.Complain(problem.ToString());
            return ExitCode.BadInput;
        }

        using (file)
        {
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
            file.Commit();
        }

        return ExitCode.Done;
    }

    /// <summary>Reads the file that the user named, and complains about what is wrong with it.</summary>
    /// <returns>Null where it is no playbook.</returns>
    public static PlaybookFile? Read(ParseResult options, bool withHints = true)
    {
        using var input = StandardStreams.OpenInput();
        var file = PlaybookFile.Read(options.GetRequiredValue(File), input);
        foreach (var problem in file.Problems)
        {
            Terminal.Complain(problem);
        }

        if (file.Playbook is null)
        {
            if (file.Problems.Count > 1)
            {
                Terminal.Complain(FormattableString.Invariant($"{file.Problems.Count} mistakes. The language is described in docs/playbook.md."));
            }

            return null;
        }

        foreach (var (_, hint) in withHints ? file.Hints : [])
        {
            Terminal.Complain(hint);
        }

        return file;
    }
}
