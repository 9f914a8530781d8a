using System.Globalization;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring.Engine;
using Baton.Server.Imports;
using Spectre.Console;
using static System.FormattableString;

namespace Baton.Server.Scoring;

/// <summary>A run of scores for people: the ranked table, the distribution, how the files were read and what was left out.</summary>
internal sealed class ScoreText(IAnsiConsole console, ScoreRun run)
{
    private readonly FileText _file = new(console);

    /// <summary>The best leads with their reasons.</summary>
    /// <param name="top">How many.</param>
    public void Ranking(int top)
    {
        var leads = run.Leads;
        var shown = Math.Min(top, leads.Count);
        var hasNames = Enumerable.Range(0, shown).Any(rank => leads.LabelOf(leads[rank]) is not null);
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (var column in (string[])["#", "lead", "score", "fit", "engagement", "grade", "stage"])
        {
            var isNumber = column is "#" or "score" or "fit" or "engagement";
            if (column == "grade" && run.Playbook.Grades is null)
            {
                continue;
            }

            table.AddColumn(new TableColumn(column == "engagement" ? "eng." : column) { Alignment = isNumber ? Justify.Right : Justify.Left, NoWrap = isNumber });
        }

        table.AddColumn("top reasons");
        var reader = leads.NewReader();
        var reasons = new Reason[3];
        for (var rank = 0; rank < shown; rank++)
        {
            var lead = leads[rank];
            var score = leads.Scores[lead];
            var id = Markup.Escape(Printable(leads.IdOf(lead)));
            List<string> cells =
            [
                (rank + 1).ToString(CultureInfo.InvariantCulture),
                hasNames && leads.LabelOf(lead) is { } label ? $"{Markup.Escape(Printable(label))} [grey]{id}[/]" : id,
                $"[bold]{Whole(score.Total)}[/]",
                Whole(score.Fit),
                Whole(score.Engagement),
            ];
            if (run.Playbook.Grades is not null)
            {
                cells.Add(score.Grade.ToString()!);
            }

            cells.Add(score.Stage.Title());
            var count = reader.Reasons(lead, reasons);
            cells.Add(string.Join(", ", reasons.Take(count).Select(r => $"{Points(decimal.Round(r.Points, 1, MidpointRounding.AwayFromZero))} {Markup.Escape(Printable(r.Rule))}")));
            table.AddRow([.. cells]);
        }

        console.Write(table);
        if (shown < leads.Count)
        {
            console.MarkupLine(Invariant($"[grey]… and {leads.Count - shown:N0} more. All of them: --out scores.csv. More of them here: --top {Math.Max(top, 4) * 5}.[/]"));
        }
    }

    /// <summary>How many leads have which score, with the thresholds of the stages.</summary>
    public void Distribution()
    {
        const int Bars = 10;
        const int Widest = 40;
        var range = run.Playbook.Range;
        var width = (range.Max - range.Min + Bars - 1) / Bars;
        var counts = new int[(range.Max - range.Min + width - 1) / width];
        foreach (var score in run.Leads.Scores)
        {
            // The highest score is in the last bar: 90–100.
            counts[Math.Min((score.Total - range.Min) / width, counts.Length - 1)]++;
        }

        console.WriteLine();
        console.MarkupLine(Invariant($"[bold]{Many(run.Leads.Count, "lead")} by score[/]"));
        var most = Math.Max(1, counts.Max());
        for (var bar = counts.Length - 1; bar >= 0; bar--)
        {
            var from = range.Min + (bar * width);
            var to = bar == counts.Length - 1 ? range.Max : from + width - 1;
            var length = counts[bar] == 0 ? 0 : Math.Max(1, (int)Math.Round((double)counts[bar] * Widest / most));
            var gates = run.Playbook.Gates.Where(g => g.Score >= from && g.Score <= to).Select(g => Invariant($"{g.Stage.Title()} from {g.Score}"));
            var share = run.Leads.Count == 0 ? 0 : 100.0 * counts[bar] / run.Leads.Count;
            console.MarkupLine(Invariant($"{(from == to ? $"{from}" : $"{from}–{to}"),9}  [blue]{new string('█', length)}[/]{new string(' ', Widest - length)} {counts[bar],9:N0} {share,5:0.0}%  [grey]{string.Join(", ", gates)}[/]"));
        }

        console.WriteLine();
        var stages = run.Leads.Scores.CountBy(s => s.Stage).OrderByDescending(s => s.Key);
        console.MarkupLine("[bold]By stage[/]  " + string.Join("   ", stages.Select(s => Invariant($"{s.Key.Title()} {s.Value:N0}"))));
    }

    /// <summary>How the files were understood.</summary>
    public void Understanding()
    {
        var report = run.Report;
        console.WriteLine();
        console.MarkupLine("[bold]How the columns were understood[/]");
        _file.Columns(report.LeadColumns);
        _file.Columns(report.EventColumns);
        _file.Notes(report.Notes);
    }

    /// <summary>What is not in the scores, and why.</summary>
    public void LeftOut()
    {
        var report = run.Report;
        console.WriteLine();
        console.MarkupLine("[bold]What was read[/]");
        console.WriteLine(Invariant($"  {Many(report.LeadRows + report.Leads.Count, "row")} of leads: {Many(run.Leads.Count, "lead")} scored, {Many(report.RepeatedLeads, "row")} joined to a lead above by id or e-mail, {report.Leads.Count:N0} skipped"));
        _file.Reasons(report.Leads);
        if (report.EventTotals is { } events)
        {
            var lines = events.Scored + events.OfMachines + events.Identities + events.OfStrangers + events.Later + events.Repeated + report.Events.Count;
            console.WriteLine(Invariant($"  {Many(lines, "line")} of events: {events.Scored:N0} scored{Part(events.Identities, "telling who somebody is")}{Part(events.Repeated, "repeated")}{Part(events.OfMachines, "by machines")}{Part(events.OfStrangers, "of people who are no lead here")}{Part(events.Later, "after the moment")}, {report.Events.Count:N0} skipped"));
            _file.Reasons(report.Events);
        }
    }

    /// <summary>Where the scores are.</summary>
    public void Written(string path)
    {
        console.WriteLine();
        console.WriteLine(Printable($"The scores of {Many(run.Leads.Count, "lead")} are in {path}."));
    }

    /// <summary>A number of things: <c>1 lead</c>, <c>2,000 leads</c>.</summary>
    internal static string Many(long count, string what) => Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Part(long count, string what) => count == 0 ? "" : Invariant($", {count:N0} {what}");

    /// <summary>The text without characters that would move a terminal's cursor, change its colours or turn the order of letters round.</summary>
    internal static string Printable(string text) => text.Any(IsUnprintable) ? string.Concat(text.Select(c => IsUnprintable(c) ? ' ' : c)) : text;

    /// <summary>Control characters, the separators of lines, and the marks that Unicode has for the direction of writing.</summary>
    private static bool IsUnprintable(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Whole(long points) => points.ToString(CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>Points with their sign: <c>+15</c>, <c>−2.5</c>.</summary>
    internal static string Points(decimal points) => points < 0
        ? "−" + (-points).ToString("0.#########", CultureInfo.InvariantCulture)
        : "+" + points.ToString("0.#########", CultureInfo.InvariantCulture);
}
