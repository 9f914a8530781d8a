using Baton.Server.Scoring;
using NodaTime.Text;
using Spectre.Console;
using static System.FormattableString;

namespace Baton.Server.Imports;

/// <summary>An import for people: how the file was understood, what would come in or has come in, and what was left out.</summary>
internal sealed class ImportText(IAnsiConsole console)
{
    private readonly FileText _file = new(console);

    /// <summary>How the file is understood.</summary>
    public void Understanding(IReadOnlyList<ColumnMeaning> columns, IEnumerable<string> notes)
    {
        var all = notes.ToList();
        if (columns.Count + all.Count == 0)
        {
            return;
        }

        console.MarkupLine("[bold]How the columns were understood[/]");
        _file.Columns(columns);
        _file.Notes(all);
        console.WriteLine();
    }

    /// <summary>The first rows as they would be read, and what all rows come to.</summary>
    public void Preview(ImportKind kind, ImportPreview preview)
    {
        Understanding(preview.Columns, preview.Notes);
        console.MarkupLine("[bold]The first rows as they would be read[/]");
        foreach (var row in preview.Rows)
        {
            var values = string.Join(", ", row.Values.Select(value => $"{value.Key} = {value.Value}"));
            console.MarkupLine(Invariant($"  [grey]line {row.Line}[/]  {Markup.Escape(ScoreText.Printable(values))}"));
        }

        console.WriteLine();
        console.MarkupLine("[bold]What would be imported[/]");
        var part = preview.IsWhole ? "" : "the first ";
        console.WriteLine(Invariant($"  {part}{ScoreText.Many(preview.Read, "row")} of {kind.Name()}: {preview.Read - preview.Rejected.Count:N0} can be read, {preview.Repeated:N0} of them {Repeats(kind)}, {preview.Rejected.Count:N0} cannot"));
        _file.Reasons(preview.Rejected);
        console.WriteLine("  Nothing was changed. Without --preview it is imported.");
    }

    /// <summary>What came in.</summary>
    public void Summary(Import import, RejectedRows rejected, long resumedBehind)
    {
        console.MarkupLine("[bold]What was imported[/]");
        if (resumedBehind > 0)
        {
            console.WriteLine(Invariant($"  It had been begun before, and went on behind line {resumedBehind:N0}."));
        }

        var rows = import.Accepted + import.Repeated + import.Rejected;
        console.WriteLine(Invariant($"  {ScoreText.Many(rows, "row")} of {import.Kind.Name()}: {import.Accepted:N0} imported, {import.Repeated:N0} known already, {import.Rejected:N0} skipped"));
        _file.Reasons(rejected);
        if (import.Joined > 0)
        {
            console.WriteLine(Invariant($"  {import.Joined:N0} {(import.Joined == 1 ? "row has another id, but the e-mail address of a lead that is there, and is joined to it" : "rows have other ids, but e-mail addresses of leads that are there, and are joined to them")}."));
        }

        if (import.Repeats is not null)
        {
            console.WriteLine("  This very file was imported before: what came in then is known and stays as it is, whatever was said since.");
            if (import.Kind != ImportKind.Events)
            {
                console.WriteLine($"  Where it is to hold again, say as of when it is true: --as-of {LocalDatePattern.Iso.Format(import.Started.InUtc().Date)}");
            }
        }
    }

    private static string Repeats(ImportKind kind) => kind switch
    {
        ImportKind.Leads => "with the id or e-mail address of a lead above",
        ImportKind.Events => "repeat an event above",
        ImportKind.Deals => "repeat a deal above",
    };
}
