using System.Globalization;
using System.Net.Mime;
using System.Text.RegularExpressions;
using Baton.Server.Imports;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Leads;

/// <summary>
/// Writes lists of leads as files that spreadsheets open: CSV in UTF-8 with a mark that says so. Cells that a spreadsheet would take for a formula begin with
/// an apostrophe, which makes them text (OWASP, CSV injection). So do the parts of a cell behind a semicolon, a tab and a line end: a spreadsheet whose separator is another than
/// the comma, as it is in most of Europe, cuts there, and takes no quotes for quotes.
/// </summary>
internal static partial class LeadListExport
{
    /// <summary>The most leads that are chosen one by one.</summary>
    public const int MostChosen = 500;

    private const int LeadsAtOnce = 200;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>All leads of the list.</summary>
    public static async Task<IResult> SendAsync(HttpContext http, LeadList leads, AuditLog audit, IClock clock, CancellationToken cancel)
    {
        var address = LeadListAddress.Of(http.Field("address")) with { After = null };
        var (query, mistakes) = address.ToQuery(LeadsAtOnce);
        if (query is null)
        {
            return LeadListChosen.Refused(http, mistakes[0]);
        }

        return await WriteAsync(http, address, audit, clock, chosen: null, async write =>
        {
            var part = query;
            while (true)
            {
                var (found, next) = await leads.ReadWithFactsAsync(http.Viewer().Workspace, part, cancel);
                await write(found);
                if (next is not { } place)
                {
                    return;
                }

                part = part with { After = place };
            }
        }, cancel);
    }

    /// <summary>The leads that are chosen.</summary>
    public static async Task<IResult> SendChosenAsync(HttpContext http, LeadList leads, AuditLog audit, IClock clock, CancellationToken cancel)
    {
        var address = LeadListAddress.Of(http.Field("address"));
        if (!LeadListChosen.TryRead(http, out var chosen, out var problem))
        {
            return problem!;
        }

        return await WriteAsync(http, address, audit, clock, chosen.Count, async write => await write(await leads.FindAsync(http.Viewer().Workspace, chosen, cancel)), cancel);
    }

    /// <summary>The text of a cell of which no spreadsheet takes any part for a formula, wherever it cuts.</summary>
    public static string Harmless(string text) => Formula().Replace(text, "'");

    [GeneratedRegex("""\A(?=[ \u00A0]*[\t\r\n])|(?<=\A|[;\t\r\n])(?=[ \u00A0"]*[=+\-@＝＋－＠])""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Formula();

    /// <summary>It is noted before the first lead goes out: whoever breaks off has them all the same.</summary>
    private static async Task<IResult> WriteAsync(
        HttpContext http, LeadListAddress address, AuditLog audit, IClock clock, int? chosen, Func<Func<IReadOnlyList<ListedLead>, Task>, Task> read, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        await audit.AddAsync(
            viewer.Workspace,
            http.Act(
                "leads.exported",
                chosen is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} leads") : address.IsFiltered ? "the leads of a list" : "all leads",
                new { List = address.ToBeKept(), Columns = address.Columns.Select(column => column.Name()) }),
            cancel);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = new ContentDisposition
        {
            DispositionType = "attachment",
            FileName = $"leads-{LocalDatePattern.Iso.Format(clock.GetCurrentInstant().InZone(viewer.Zone).Date)}.csv",
        }.ToString();
        var csv = new CsvWriter(alsoQuoted: ";\t"u8);
        csv.Field("id");
        csv.Field("name");
        foreach (var column in address.Columns)
        {
            csv.Field(column.Name());
        }

        csv.EndRecord();
        await http.Response.Body.WriteAsync(Mark, cancel);
        using var part = new MemoryStream();
        await DrainAsync();
        await read(async leads =>
        {
            foreach (var lead in leads)
            {
                csv.Field(lead.Lead.Id.ToString());
                csv.Field(Harmless(lead.Lead.Name ?? ""));
                foreach (var column in address.Columns)
                {
                    csv.Field(column == LeadListColumn.Score ? column.TextOf(lead) : Harmless(column.TextOf(lead)));
                }

                csv.EndRecord();
            }

            await DrainAsync();
        });
        return TypedResults.Empty;

        async Task DrainAsync()
        {
            part.SetLength(0);
            csv.DrainTo(part);
            await http.Response.Body.WriteAsync(part.GetBuffer().AsMemory(0, (int)part.Length), cancel);
        }
    }
}
