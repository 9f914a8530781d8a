using System.Text.Json.Serialization;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>Hand-offs, over HTTP.</summary>
internal static class HandoffEndpoints
{
    private const int LongestText = 5_000;
    private const int LongestName = 100;

    public static void MapHandoffs(this IEndpointRouteBuilder routes)
    {
        var leads = routes.MapGroup("/api/leads/{id:guid}").WithTags("Work").Needs(Scopes.Read).ProducesProblem(StatusCodes.Status404NotFound);
        leads.MapGet("/work", WorkAsync);
        leads.MapGet("/routing", RoutingAsync);
        var read = routes.MapGroup("/api/handoffs").WithTags("Hand-offs").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:guid}/brief", BriefAsync).ProducesProblem(StatusCodes.Status404NotFound);
        var edit = routes.MapGroup("/api/handoffs/{id:guid}").WithTags("Hand-offs").Needs(Scopes.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/accept", AcceptAsync);
        edit.MapPost("/reject", RejectAsync);
        edit.MapPost("/assign", AssignAsync);
    }

    /// <summary>Shows what sales is doing about a lead: its hand-off with clocks, tasks, and what was found out.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> WorkAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel) =>
        await doing.ReadAsync(http.Workspace(), id, cancel) is { } work ? TypedResults.Ok(work) : LeadEndpoints.UnknownLead(id);

    /// <summary>Says who would get a lead if it were handed over now, and why. Nothing changes.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="stage">`MQL` or `SQL`; `MQL` where nothing is said.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<RoutingAnswer>, ProblemHttpResult>> RoutingAsync(HttpContext http, Guid id, Doing doing, string? stage, CancellationToken cancel) =>
        !Names.TryRead(stage ?? Stage.Mql.Title(), [Stage.Mql, Stage.Sql], Stages.Title, "stage", out var known, out var problem) ? problem!
        : await doing.TryRoutingAsync(http.Workspace(), id, known, cancel) is { } routing ? TypedResults.Ok(routing)
        : LeadEndpoints.UnknownLead(id);

    /// <summary>Lists hand-offs, the newest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="state">`open` or `closed`; all where nothing is said.</param>
    /// <param name="person">Only this person's, by id or e-mail address; `nobody` for what waits in a queue.</param>
    /// <param name="stage">Only `MQL` or `SQL`.</param>
    /// <param name="lead">Only this lead's, by its id or that of a part of it.</param>
    /// <param name="limit">The most hand-offs of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<HandoffAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, HandoffList handoffs, IDatabase database, string? state, string? person, string? stage, Guid? lead, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "handoffs", state, person, stage, lead);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        if (state is not (null or "open" or "closed"))
        {
            return Problems.Wrong("`state` is `open` or `closed`.");
        }

        Stage? only = null;
        if (stage is not null)
        {
            if (!Names.TryRead(stage, [Stage.Mql, Stage.Sql], Stages.Title, "stage", out var known, out problem))
            {
                return problem!;
            }

            only = known;
        }

        var (whose, wrong) = await Whose.ReadAsync(database, http.Workspace(), person, "person", mayHaveLeft: true, cancel);
        if (wrong is not null)
        {
            return wrong;
        }

        var (items, next) = await handoffs.ReadAsync(http.Workspace(), new HandoffQuery(state, whose.Person, whose.IsNobody, only, lead, size, after), cancel);
        return TypedResults.Ok(new Page<HandoffAnswer>(items, next?.ToCursor(list)));
    }

    /// <summary>Shows a hand-off.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<HandoffAnswer>, ProblemHttpResult>> GetAsync(HttpContext http, Guid id, HandoffList handoffs, CancellationToken cancel) =>
        await handoffs.GetAsync(http.Workspace(), id, cancel) is { } found ? TypedResults.Ok(found) : Unknown(id);

    /// <summary>Shows the brief of a hand-off: all that was known of the lead when it was handed over. Nothing in it changes afterwards.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="format">`json`, which holds where nothing is said, `html`, `text` or `slack`.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Brief>, ContentHttpResult, ProblemHttpResult>> BriefAsync(HttpContext http, Guid id, HandoffList handoffs, string? format, CancellationToken cancel)
    {
        if (await handoffs.BriefAsync(http.Workspace(), id, cancel) is not { } brief)
        {
            return Unknown(id);
        }

        return format switch
        {
            null or "json" => TypedResults.Ok(brief),
            "html" => TypedResults.Content(BriefPage.Html(brief), "text/html; charset=utf-8"),
            "text" => TypedResults.Content(BriefPage.Text(brief), "text/plain; charset=utf-8"),
            "slack" => TypedResults.Content(BriefPage.Slack(brief), "application/json"),
            _ => Problems.Wrong("`format` is `json`, `html`, `text` or `slack`."),
        };
    }

    /// <summary>Accepts a hand-off: sales takes the lead on.</summary>
    /// <remarks>An MQL becomes an SAL where the playbook has that stage. With an SQL, a deal is opened and the lead is an opportunity.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="body">For whom.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> AcceptAsync(HttpContext http, Guid id, DoerRequest body, HandoffList handoffs, Doing doing, CancellationToken cancel) =>
        await handoffs.GetAsync(http.Workspace(), id, cancel) is not { } found ? Unknown(id)
        : found.Closed is not null ? Over(found)
        : await doing.CarryAsync(http, found.Lead, body.As, (_, doer) => new Command.Accept(doer.By, doer.Person, id), cancel);

    /// <summary>Gives a lead back, with a reason: before it was accepted, or after.</summary>
    /// <remarks>
    /// The reason is one of the playbook's. What was said can be told as a field, an operator and a value, such as `timeline`, `gte`, `18 months`: from it the day
    /// is found on which the lead wakes.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="body">Why.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    private static Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> RejectAsync(HttpContext http, Guid id, RejectRequest body, HandoffList handoffs, Doing doing, CancellationToken cancel) =>
        GiveBackAsync(http, id, body, handoffs, doing, obstacle: _ => null, cancel);

    /// <summary>Gives a lead back unless something about it stands in the way.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="body">Why.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="obstacle">Why it cannot be done with the lead as it is, which is locked; null for nothing.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> GiveBackAsync(
        HttpContext http, Guid id, RejectRequest body, HandoffList handoffs, Doing doing, Func<LeadRow, string?> obstacle, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason))
        {
            return Problems.Wrong("`reason` is one of the playbook's; there is no \"no\" without one.");
        }

        var tooLong = ((string Member, string? Words, int Most)[])[("reason", body.Reason, LongestName), ("field", body.Field, LongestName), ("value", body.Value, LongestText), ("note", body.Note, LongestText)];
        if (tooLong.Where(one => one.Words?.Length > one.Most).Select(one => FormattableString.Invariant($"`{one.Member}` has at most {one.Most:N0} characters. Shorten it.")).ToList() is { Count: > 0 } wrong)
        {
            return Problems.Wrong(string.Join(' ', wrong));
        }

        var compared = default(Operator);
        if (body.Operator is not null && !Operators.TryParse(body.Operator, out compared))
        {
            return Problems.Wrong($"`operator` is one of {string.Join(", ", Operators.Spellings.Select(one => $"`{one}`"))}.");
        }

        if (body.Operator is not null && string.IsNullOrWhiteSpace(body.Value))
        {
            return Problems.Wrong("`operator` compares with a `value`; give one, or leave both out.");
        }

        var rejection = new Rejection(
            body.Reason, Clean(body.Field), body.Operator is null ? null : compared, Clean(body.Value), Clean(body.Note));
        return await handoffs.GetAsync(http.Workspace(), id, cancel) is not { } found ? Unknown(id)
            : await doing.CarryAsync(http, found.Lead, body.As, (_, doer) => new Command.Reject(doer.By, doer.Person, rejection, id), (_, root) => obstacle(root), cancel);
    }

    /// <summary>Gives an open hand-off to somebody else. Its clocks begin anew.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The hand-off's id.</param>
    /// <param name="body">To whom.</param>
    /// <param name="handoffs">The hand-offs.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> AssignAsync(
        HttpContext http, Guid id, AssignRequest body, HandoffList handoffs, Doing doing, IDatabase database, CancellationToken cancel)
    {
        var to = body.To is null ? null : await Doer.PersonAsync(database, http.Workspace(), body.To, mayHaveLeft: false, cancel);
        if (body.To is not null && to is null)
        {
            return Problems.Wrong("`to` is the id or the e-mail address of somebody who works here; leave it out to let the routes find somebody else.");
        }

        return await handoffs.GetAsync(http.Workspace(), id, cancel) is not { } found ? Unknown(id)
            : found.Closed is not null ? Over(found)
            : await doing.CarryAsync(http, found.Lead, body.As, (_, doer) => new Command.Assign(doer.By, doer.Person, to?.Id, id), cancel);
    }

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no hand-off {id}. GET /api/handoffs lists those that there are.");

    private static ProblemHttpResult Over(HandoffAnswer found) => Problems.Conflict($"This hand-off is over: {found.End}. GET /api/leads/{found.Lead}/work shows what is being done about the lead now.");

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : KeptText.Of(text.Trim());
}

/// <summary>Why a lead is given back.</summary>
/// <param name="Reason">The name of one of the playbook's reasons, such as `budget_too_small`.</param>
/// <param name="Field">The attribute or criterion that it is about, such as `timeline`; what the reason is about where nothing is said.</param>
/// <param name="Operator">How what was said compares with `value`, such as `lt` or `gte`.</param>
/// <param name="Value">What was said, such as `5000 EUR` or `18 months`.</param>
/// <param name="Note">In your own words.</param>
/// <param name="As">The id or the e-mail address of the person who gives it back.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RejectRequest([property: JsonRequired] string Reason, string? Field, string? Operator, string? Value, string? Note, string? As);

/// <summary>Who is to have a hand-off.</summary>
/// <param name="To">The id or the e-mail address of a person; whoever the routes find, but not who has it, where nothing is said.</param>
/// <param name="As">The id or the e-mail address of the person who says so.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AssignRequest(string? To, string? As);
