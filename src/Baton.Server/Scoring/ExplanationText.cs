using System.Globalization;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using NodaTime;
using Spectre.Console;

namespace Baton.Server.Scoring;

/// <summary>One lead's score for people: every line of it, what gave nothing, and what is next.</summary>
internal sealed class ExplanationText(IAnsiConsole console, ScoreRun run, Instant asOf)
{
    public void Write(int lead)
    {
        var reader = run.Leads.NewReader();
        var explanation = reader.Explain(lead);
        var score = explanation.Score;
        var label = run.Leads.LabelOf(lead) is { } known ? $"{Escaped(known)} " : "";
        console.WriteLine();
        console.MarkupLine($"[bold]{label}[/][grey]{Escaped(run.Leads.IdOf(lead))}[/]");
        var grade = score.Grade is { } g ? $", grade {g}" : "";
        console.MarkupLine(FormattableString.Invariant($"[bold]{score.Total}[/] = fit {score.Fit} + engagement {score.Engagement}{(score.Fit + score.Engagement == score.Total ? "" : ", within the range")}{grade}, stage {score.Stage.Title()}, as of {Moment(asOf)}"));
        var shown = ShownLines.Of(explanation);
        Lines(shown);
        NotHeld(explanation);
        WorthNothing(explanation.Lines.Where(line => line.Seen > 0 && shown.All(other => other.Rule != line.Rule)).ToList());
        Outlook(reader.Standing(lead), reader.NextCrossing(lead));
    }

    private void Lines(IReadOnlyCollection<ExplanationLine> lines)
    {
        if (lines.Count == 0)
        {
            console.WriteLine("No rule gives this lead any points.");
            return;
        }

        var table = NewTable("why", "how often", "last");
        foreach (var part in lines.GroupBy(line => line.Part))
        {
            table.AddRow("", $"[bold]{part.Key}[/]", "", "");
            foreach (var line in part)
            {
                var values = line.Values.IsEmpty ? "" : $"  [grey]({Escaped(ExplanationWords.Of(line.Values))})[/]";
                table.AddRow(
                    ScoreText.Points(line.Points),
                    line.Kind == LineKind.Rule ? Escaped(line.Text) + values : $"[grey]{Escaped(line.Text)}[/]",
                    ExplanationWords.HowOften(line),
                    line.Last is { } last ? Moment(last) : "");
            }
        }

        table.AddEmptyRow();
        table.AddRow($"[bold]{ScoreText.Points(lines.Sum(line => line.Points))}[/]", "[bold]the lines add up to the score[/]", "", "");
        console.Write(table);
    }

    /// <summary>What would have given most first; rules that take points, which it was spared, last.</summary>
    private void NotHeld(Explanation explanation)
    {
        var table = NewTable("what does not hold", "it asks", "this lead");
        foreach (var rule in Others(explanation, ScorePart.Fit))
        {
            table.AddRow(
                $"[grey]{ScoreText.Points(rule.Rule.Points)}[/]", Escaped(rule.Rule.Name), $"[grey]{Escaped(rule.Rule.Asks())}[/]", Escaped(ExplanationWords.Of(rule.Values)));
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        var never = Others(explanation, ScorePart.Engagement).Select(r => $"{r.Rule.Name} ({ScoreText.Points(r.Rule.Points)})").ToList();
        if (never.Count > 0)
        {
            console.WriteLine(ScoreText.Printable($"Never happened: {string.Join(", ", never)}"));
        }
    }

    private static IEnumerable<RuleNotHeld> Others(Explanation explanation, ScorePart part) =>
        explanation.NotHeld.Where(rule => rule.Part == part).OrderByDescending(rule => rule.Rule.Points);

    private void WorthNothing(List<ExplanationLine> lines)
    {
        if (lines.Count > 0)
        {
            var rules = lines.Select(line => $"{line.Text} ({line.Seen.ToString("N0", CultureInfo.InvariantCulture)} ×{(line.Last is { } last ? $", last {Moment(last)}" : "")})");
            console.WriteLine(ScoreText.Printable($"Worth nothing now: {string.Join(", ", rules)}"));
        }
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

    private static Table NewTable(params string[] columnsBehindPoints)
    {
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("points") { Alignment = Justify.Right, NoWrap = true });
        return table.AddColumns(columnsBehindPoints);
    }

    private static string Escaped(string text) => Markup.Escape(ScoreText.Printable(text));

    private static string Moment(Instant moment) => moment.InUtc().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
