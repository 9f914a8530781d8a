using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>Deals, over HTTP.</summary>
internal static class DealEndpoints
{
    private const int LongestName = 200;
    private const int LongestReason = 1_000;

    public static void MapDeals(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/api/deals").WithTags("Deals").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        routes.MapPost("/api/leads/{id:guid}/deals", OpenAsync).WithTags("Deals").Needs(Scopes.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        var edit = routes.MapGroup("/api/deals/{id:guid}").WithTags("Deals").Needs(Scopes.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        edit.MapPatch("", ChangeAsync);
        edit.MapPost("/win", WinAsync);
        edit.MapPost("/lose", LoseAsync);
        edit.MapPost("/reopen", ReopenAsync);
    }

    /// <summary>Lists deals, those that were opened last first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="state">Only `open`, `won` or `lost` ones.</param>
    /// <param name="owner">Only those that this person works on, by id or e-mail address; `nobody` for those that nobody does.</param>
    /// <param name="lead">Only this lead's, by its id or that of a part of it.</param>
    /// <param name="account">Only this account's, by its id.</param>
    /// <param name="limit">The most deals of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<DealAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, DealList deals, IDatabase database, string? state, string? owner, Guid? lead, Guid? account, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "deals", state, owner, lead, account);
        var known = default(DealState);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem)
            || (state is not null && !Names.TryRead(state, [DealState.Open, DealState.Won, DealState.Lost], DealStates.Name, "state", out known, out problem)))
        {
            return problem!;
        }

        var (whose, wrong) = await Whose.ReadAsync(database, http.Workspace(), owner, "owner", mayHaveLeft: true, cancel);
        if (wrong is not null)
        {
            return wrong;
        }

        var (items, next) = await deals.ReadAsync(http.Workspace(), new DealQuery(state is null ? null : known, whose.Person, whose.IsNobody, lead, account, size, after), cancel);
        return TypedResults.Ok(new Page<DealAnswer>(items, next?.ToCursor(list)));
    }

    /// <summary>Shows a deal.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The deal's id.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(HttpContext http, Guid id, DealList deals, CancellationToken cancel) =>
        await deals.GetAsync(http.Workspace(), id, cancel) is var (deal, shown) ? Versions.Answer(http, DealAnswer.VersionOf(deal, shown), shown) : Unknown(id);

    /// <summary>Opens a deal about a lead, which is an opportunity from then on.</summary>
    /// <remarks>Where sales accepts an SQL, a deal is opened by itself: that one is changed.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">What is known of the deal.</param>
    /// <param name="edits">What changes deals.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Created<DealAnswer>, ProblemHttpResult>> OpenAsync(
        HttpContext http, Guid id, DealRequest body, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel)
    {
        var (words, wrong) = await ReadAsync(http, database, new DealPatch(body.Name, body.Amount, body.Currency, body.Stage, body.Owner, body.As), cancel);
        if (wrong is not null)
        {
            return wrong;
        }

        if (body.Amount is not null && body.Currency is null)
        {
            return Problems.Wrong("`currency` says what the amount is in, such as `EUR`.");
        }

        if (await Doer.FindAsync(database, http.Caller(), body.As, cancel) is not { } doer)
        {
            return Doer.Unknown();
        }

        var result = await edits.OpenAsync(http.Workspace(), id, words!, doer, cancel);
        if (result is not DealResult.Done done || await deals.GetAsync(http.Workspace(), done.Deal, cancel) is not var (deal, shown))
        {
            return Refused(result, id);
        }

        http.Response.Headers.ETag = $"\"{DealAnswer.VersionOf(deal, shown)}\"";
        return TypedResults.Created($"/api/deals/{deal.Id}", shown);
    }

    /// <summary>Changes what is known of a deal, or who works on it.</summary>
    /// <remarks>
    /// What an import says later of the same deal, as of a later time, holds again. With `If-Match` nothing is changed if somebody was faster (412).
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The deal's id.</param>
    /// <param name="body">What to change.</param>
    /// <param name="edits">What changes deals.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> ChangeAsync(
        HttpContext http, Guid id, DealPatch body, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel)
    {
        if (body with { As = null } == new DealPatch(null, null, null, null, null, null))
        {
            return Problems.Wrong("Say what to change: `name`, `amount`, `currency`, `stage` or `owner`.");
        }

        var (words, wrong) = await ReadAsync(http, database, body, cancel);
        return wrong is not null ? wrong : await DoAsync(http, id, body.As, Change, edits, deals, database, cancel);

        (Deal Said, string? Why) Change(Deal known, Instant now) => words!.Of(known) is var said && body.Amount is not null && said.Currency is null
            ? (known, "Nobody has said which currency the amount is in. Give a `currency`, such as `EUR`.")
            : (said, null);
    }

    /// <summary>Says that a deal is won: the lead is a customer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The deal's id.</param>
    /// <param name="body">For whom.</param>
    /// <param name="edits">What changes deals.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> WinAsync(
        HttpContext http, Guid id, DoerRequest body, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel) => DoAsync(
            http,
            id,
            body.As,
            (known, now) => known.State == DealState.Open ? (known with { State = DealState.Won, Closed = now }, null) : (known, Closed(known)),
            edits,
            deals,
            database,
            cancel);

    /// <summary>Says that a deal is lost, and why. Where it was the lead's last one, the lead is lost, too, and comes back as the playbook says.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The deal's id.</param>
    /// <param name="body">Why.</param>
    /// <param name="edits">What changes deals.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> LoseAsync(
        HttpContext http, Guid id, DealLossRequest body, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel)
    {
        if (Text(body.Reason, LongestReason) is not { Length: > 0 } reason)
        {
            return Problems.Wrong($"`reason` says why, in 1 to {LongestReason:N0} characters; no deal is lost without one.");
        }

        var competitor = Text(body.Competitor, LongestName);
        return body.Competitor is not null && competitor is null or ""
            ? Problems.Wrong($"`competitor` is a text of 1 to {LongestName} characters, or left out.")
            : await DoAsync(
                http,
                id,
                body.As,
                (known, now) => known.State == DealState.Open ? (known with { State = DealState.Lost, Closed = now, Reason = reason, Competitor = competitor }, null) : (known, Closed(known)),
                edits,
                deals,
                database,
                cancel);
    }

    /// <summary>Opens a deal again that was won or lost by mistake, or goes on after all.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The deal's id.</param>
    /// <param name="body">For whom.</param>
    /// <param name="edits">What changes deals.</param>
    /// <param name="deals">The deals.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    private static Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> ReopenAsync(
        HttpContext http, Guid id, DoerRequest body, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel) => DoAsync(
            http,
            id,
            body.As,
            (known, _) => known.State == DealState.Open ? (known, "The deal is open already.") : (known with { State = DealState.Open, Closed = null, Reason = null, Competitor = null }, null),
            edits,
            deals,
            database,
            cancel);

    private static async Task<Results<Ok<DealAnswer>, ProblemHttpResult, StatusCodeHttpResult>> DoAsync(
        HttpContext http, Guid id, string? person, Func<Deal, Instant, (Deal Said, string? Why)> change, DealEdits edits, DealList deals, IDatabase database, CancellationToken cancel)
    {
        if (await Doer.FindAsync(database, http.Caller(), person, cancel) is not { } doer)
        {
            return Doer.Unknown();
        }

        var result = await edits.ChangeAsync(http.Workspace(), id, change, Versions.AsSeen(http), doer, cancel);
        return result is DealResult.Done ? await GetAsync(http, id, deals, cancel) : Refused(result, id);
    }

    /// <summary>What a body says, or what is wrong with it.</summary>
    private static async Task<(DealWords? Words, ProblemHttpResult? Wrong)> ReadAsync(HttpContext http, IDatabase database, DealPatch body, CancellationToken cancel)
    {
        var (name, stage) = (Text(body.Name, LongestName), Text(body.Stage, LongestName));
        if ((body.Name is not null && name is null) || (body.Stage is not null && stage is null))
        {
            return (null, Problems.Wrong($"`{(body.Name is not null && name is null ? "name" : "stage")}` is a text of at most {LongestName} characters."));
        }

        if (!Money.TryRead(body.Amount, body.Currency, out var amount, out var currency, out var problem))
        {
            return (null, problem);
        }

        var (owner, wrong) = await Whose.ReadAsync(database, http.Workspace(), body.Owner, "owner", mayHaveLeft: false, cancel);
        return wrong is not null ? (null, wrong) : (new DealWords(name, amount, currency, stage, owner), null);
    }

    /// <summary>The text as it is kept, perhaps empty; null where it is null or too long.</summary>
    private static string? Text(string? written, int longest) => written is not null && KeptText.Of(written.Trim()) is var text && text.Length <= longest ? text : null;

    private static string Closed(Deal known) => $"The deal was {known.State.Name()} already. Open it again first: POST /api/deals/{known.Id}/reopen.";

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no deal {id}.");

    private static ProblemHttpResult Refused(DealResult result, Guid id) => result switch
    {
        DealResult.Unknown => Unknown(id),
        DealResult.UnknownLead unknown => LeadEndpoints.UnknownLead(unknown.Lead),
        DealResult.ChangedMeanwhile => Problems.Changed("The deal was changed since you read it. Read it again, look whether your change still makes sense, and send it with the new ETag."),
        DealResult.Impossible impossible => Problems.Conflict(impossible.Why),
        _ => throw new InvalidOperationException($"{result.GetType()} is no result."),
    };
}
