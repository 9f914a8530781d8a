using System.Text.Json;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>A lead's page: who it is, why its score is what it is, what happened, and what is to be done.</summary>
internal static class LeadPages
{
    private const int MostCandidates = 10;

    public static void MapLeadPages(this IEndpointRouteBuilder routes)
    {
        var look = routes.MapGroup("/leads/{id:guid}").May(Right.Look);
        look.MapGet("", (HttpContext http, Guid id, LeadSheets sheets, IClock clock, [AsParameters] LeadSheetAsked asked, CancellationToken cancel) => asked.MistakeAt(clock.GetCurrentInstant()) is { } mistake
            ? ShowAsync(http, id, sheets, asked.ToQuery(), new(mistake), StatusCodes.Status400BadRequest, cancel)
            : ShowAsync(http, id, sheets, asked.ToQuery(), NewsOf(http), StatusCodes.Status200OK, cancel));
        look.MapGet("/timeline", TimelineAsync);
        var edit = routes.MapGroup("/leads/{id:guid}").May(Right.EditLeads);
        edit.MapPost("/attributes", EditAsync);
        edit.MapGet("/merge", FindAsync);
        edit.MapPost("/merge", MergeAsync);
        edit.MapPost("/unmerge", UnmergeAsync);
        edit.MapPost("/events/{item:guid}/mark", MarkAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, LeadSheets sheets, LeadSheetQuery query, LeadPageNews news, int status, CancellationToken cancel) =>
        await sheets.ReadAsync(http.Viewer().Workspace, id, query, cancel) is { } sheet
            ? Pages.Show<LeadPage>(new { Sheet = sheet, News = news }, status)
            : Notices.Missing(http);

    private static async Task<IResult> TimelineAsync(HttpContext http, Guid id, LeadSheets sheets, [AsParameters] LeadSheetAsked asked, CancellationToken cancel) =>
        await sheets.TimelineAsync(http.Viewer().Workspace, id, asked.ToQuery(), cancel) is { } part ? Pages.Show<LeadTimelineList>(new { Part = part }) : Notices.Missing(http);

    private static async Task<IResult> EditAsync(HttpContext http, Guid id, HandEdits edits, LeadSheets sheets, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        var (attribute, value) = (http.Field("attribute"), http.Field("value"));
        var body = new EditRequest(new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [attribute] = JsonSerializer.SerializeToElement(value.Length == 0 ? null : value) });
        return await DoneAsync(http, id, await LeadEditEndpoints.EditAsync(http, id, body, edits, database, shelf, clock, cancel), sheets, new(Attribute: attribute, Value: value), "#about", cancel);
    }

    /// <summary>Looks for the lead that is the same person.</summary>
    private static async Task<IResult> FindAsync(HttpContext http, Guid id, LeadSheets sheets, LeadList leads, IDatabase database, string? q, Guid? with, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        IReadOnlyDictionary<Guid, LeadCard> cards;
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            cards = LeadCard.Of(connection, workspace, with is { } other ? [id, other] : [id]);
        }

        if (!cards.TryGetValue(id, out var lead))
        {
            return Notices.Missing(http);
        }

        IReadOnlyList<LeadCard> found = with is { } known && cards.TryGetValue(known, out var one) ? [one] : [];
        if (found.Count == 0 && !string.IsNullOrWhiteSpace(q))
        {
            var email = IdentityKey.Email(q.Trim());
            var (listed, _) = await leads.ReadAsync(
                workspace, new LeadQuery(LeadOrder.HighestScore, null, null, null, email is null ? q.Trim() : null, email, Visitors: email is not null, MostCandidates + 1, null), cancel);
            await using var connection = await database.OpenReadAsync(cancel);
            var ids = listed.Select(item => item.Id).ToList();
            var byId = LeadCard.Of(connection, workspace, ids);
            found = [.. ids.Where(byId.ContainsKey).Select(item => byId[item])];
        }

        return Pages.Show<LeadMergePage>(new { Lead = lead, Found = (IReadOnlyList<LeadCard>)[.. found.Where(card => card.Id != lead.Id).Take(MostCandidates)], Words = q });
    }

    private static async Task<IResult> MergeAsync(HttpContext http, Guid id, HandEdits edits, LeadSheets sheets, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        if (!Guid.TryParse(http.Field("with"), out var with))
        {
            return await ShowAsync(http, id, sheets, new(), new("Choose the lead that is the same person."), StatusCodes.Status400BadRequest, cancel);
        }

        var result = await LeadEditEndpoints.MergeAsync(http, id, new MergeRequest(with), edits, database, shelf, clock, cancel);
        var merged = result.Result is Ok<LeadAnswer> { Value: { } lead } ? lead.Id == id ? with : id : (Guid?)null;
        return await DoneAsync(http, id, result, sheets, new(), $"?merged={merged}", cancel);
    }

    private static async Task<IResult> UnmergeAsync(HttpContext http, Guid id, HandEdits edits, LeadSheets sheets, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel) =>
        Guid.TryParse(http.Field("part"), out var part)
            ? await DoneAsync(http, id, await LeadEditEndpoints.UnmergeAsync(http, id, new UnmergeRequest(part), edits, database, shelf, clock, cancel), sheets, new(), "#identities", cancel)
            : await ShowAsync(http, id, sheets, new(), new("Choose whom to take apart."), StatusCodes.Status400BadRequest, cancel);

    private static async Task<IResult> MarkAsync(HttpContext http, Guid id, Guid item, HandEdits edits, LeadSheets sheets, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        var result = await LeadEditEndpoints.MarkAsync(http, id, item, new MarkRequest(http.Field("machine") == "yes"), edits, database, shelf, clock, cancel);
        return Pages.ProblemOf(result) is null && http.Field("back") is { Length: > 0 } back ? Pages.GoTo(back) : await DoneAsync(http, id, result, sheets, new(), "#timeline", cancel);
    }

    /// <summary>Goes on to the page, or shows it again with what is in the way.</summary>
    private static async Task<IResult> DoneAsync(
        HttpContext http, Guid id, Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult> result, LeadSheets sheets, LeadPageNews news, string behind, CancellationToken cancel)
    {
        if (result.Result is not ProblemHttpResult problem)
        {
            return Pages.GoTo($"/leads/{(result.Result is Ok<LeadAnswer> { Value: { } lead } ? lead.Id : id)}{behind}");
        }

        var other = problem.ProblemDetails.Extensions.TryGetValue("lead", out var taken) && taken is Guid known ? known : (Guid?)null;
        var words = other is null ? problem.ProblemDetails.Detail : "Another lead has this already. If the two are one person, merge them.";
        return await ShowAsync(http, id, sheets, new(), news with { Problem = words, Other = other }, problem.StatusCode, cancel);
    }

    private static LeadPageNews NewsOf(HttpContext http) => new(Merged: Guid.TryParse(http.Request.Query["merged"], out var merged) ? merged : null);
}

/// <summary>What the address of a lead's page asks for.</summary>
/// <param name="AsOf">A day that is past.</param>
/// <param name="Show">Which part of the timeline.</param>
/// <param name="Name">Only events of this name.</param>
/// <param name="Line">Only what is behind this line of the explanation.</param>
/// <param name="Before">Where the timeline goes on.</param>
internal readonly record struct LeadSheetAsked(string? AsOf, string? Show, string? Name, string? Line, string? Before)
{
    public LeadSheetQuery ToQuery() => new(Given(AsOf), TimelineShown.Words.Contains(Show) ? Show : null, Given(Name), Given(Line), Given(Before));

    /// <summary>Why the day that is asked for cannot be shown; null where it can, and for today, which is not over.</summary>
    public string? MistakeAt(Instant now) => Given(AsOf) is not { } day ? null
        : AsOfTime.Parse(day) is not { } moment ? Words.Of("The day that was asked for cannot be read, so this is the lead as it stands now. Write days as 2026-03-31.")
        : moment - Duration.FromDays(1) > now ? Words.Of("The day that was asked for is still to come, so this is the lead as it stands now. Choose one that is past.")
        : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
