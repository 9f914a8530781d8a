using System.Globalization;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using NodaTime;
using Spectre.Console;

namespace Baton.Server.Scoring;

/// <summary>Every line of one lead's score, for people.</summary>
internal sealed class ExplanationText(IAnsiConsole console, ScoreRun run, Instant asOf)
{
    public void Write(int lead)
    {
        var reader = run.Leads.NewReader();
        var explanation = reader.Explain(lead);
        var score = explanation.Score;
        var label = run.Leads.LabelOf(lead) is { } known ? $"{Markup.Escape(ScoreText.Printable(known))} " : "";
        console.WriteLine();
        console.MarkupLine($"[bold]{label}[/][grey]{Markup.Escape(ScoreText.Printable(run.Leads.IdOf(lead)))}[/]");
        var grade = score.Grade is { } g ? $", grade {g}" : "";
        console.MarkupLine(FormattableString.Invariant($"[bold]{score.Total}[/] = fit {score.Fit} + engagement {score.Engagement}{(score.Fit + score.Engagement == score.Total ? "" : ", within the range")}{grade}, stage {score.Stage.Title()}, as of {Moment(asOf)}"));

        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("points") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn("why");
        table.AddColumn("how often");
        table.AddColumn("last");
        foreach (var part in Enum.GetValues<ScorePart>())
        {
            var lines = explanation.Lines.Where(line => line.Part == part).ToList();
            if (lines.Count == 0)
            {
                continue;
            }

            table.AddRow("", $"[bold]{part}[/]", "", "");
            foreach (var line in lines)
            {
                var text = Markup.Escape(ScoreText.Printable(line.Text));
                table.AddRow(ScoreText.Points(line.Points), line.Kind == LineKind.Rule ? text : $"[grey]{text}[/]", HowOften(line), line.Last is { } last ? Moment(last) : "");
            }
        }

        table.AddEmptyRow();
        table.AddRow($"[bold]{ScoreText.Points(explanation.Lines.Sum(line => line.Points))}[/]", "[bold]the lines add up to the score[/]", "", "");
        console.Write(table);
        Outlook(reader.Standing(lead), reader.NextCrossing(lead));
    }

    private void Outlook(Standing standing, LocalDate? crossing)
    {
        if (standing.Next is { } next)
        {
            console.WriteLine($"For {next.Title()} this lead needs {(standing.Needs.IsEmpty ? "nothing more" : string.Join(", ", standing.Needs))}.");
        }

        if (crossing is { } day)
        {
            console.WriteLine($"If nothing happens, decay takes it below {standing.Stage.Title()} on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");
        }
    }

    private static string HowOften(ExplanationLine line) => line.Seen == 0
        ? ""
        : line.Seen == line.Counted
            ? FormattableString.Invariant($"{line.Counted:N0} ×")
            : FormattableString.Invariant($"{line.Counted:N0} of {line.Seen:N0} count");

    private static string Moment(Instant moment) => moment.InUtc().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
