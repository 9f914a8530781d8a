using System.Globalization;
using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Costs;

/// <summary>What was spent, over HTTP.</summary>
internal static class CostEndpoints
{
    private const int LongestCampaign = 200;
    private const int LongestNote = 1_000;

    public static void MapCosts(this IEndpointRouteBuilder routes)
    {
        var costs = routes.MapGroup("/api/costs").WithTags("Costs").Needs(Scopes.Edit);
        costs.MapGet("", ListAsync).Needs(Scopes.Read);
        costs.MapGet("/{id:guid}", GetAsync).Needs(Scopes.Read).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        costs.MapPost("", AddAsync);
        costs.MapPut("/{id:guid}", ReplaceAsync).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        costs.MapDelete("/{id:guid}", DeleteAsync).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    /// <summary>Lists what was spent, what begins last first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="costs">What was spent.</param>
    /// <param name="team">Only what `marketing` or `sales` has spent.</param>
    /// <param name="campaign">Only what was spent on this campaign.</param>
    /// <param name="from">Only what was spent, at least in part, on this day or later.</param>
    /// <param name="to">Only what was spent, at least in part, on this day or before.</param>
    /// <param name="limit">The most costs of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<CostAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, CostStore costs, string? team, string? campaign, string? from, string? to, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "costs", team, campaign, from, to);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        var (first, last) = (Times.DayOf(from), Times.DayOf(to));
        if ((from is not null && first is null) || (to is not null && last is null))
        {
            return Problems.Wrong($"`{(from is not null && first is null ? "from" : "to")}` is a day such as `2026-03-31`.");
        }

        if (first > last)
        {
            return Problems.Wrong("`from` is after `to`, and no day is in between. Swap them.");
        }

        if (team is not null && !Cost.Teams.Contains(team))
        {
            return WrongTeam();
        }

        var (items, next) = await costs.ReadAsync(http.Workspace(), new CostQuery(team, campaign?.Trim(), first, last, size, after), cancel);
        return TypedResults.Ok(new Page<CostAnswer>([.. items.Select(CostAnswer.Of)], next?.ToCursor(list)));
    }

    /// <summary>Shows a cost.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The cost's id.</param>
    /// <param name="costs">What was spent.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<CostAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(HttpContext http, Guid id, CostStore costs, CancellationToken cancel) =>
        await costs.GetAsync(http.Workspace(), id, cancel) is { } cost ? Versions.Answer(http, Version(cost.Revision), CostAnswer.Of(cost)) : Unknown(id);

    /// <summary>Notes what was spent: on a campaign, or by a team on no campaign, such as salaries.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">What, and when.</param>
    /// <param name="costs">What was spent.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Created<CostAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext http, CostRequest body, CostStore costs, IDatabase database, IClock clock, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var (cost, wrong) = await ReadAsync(http, Guid.CreateVersion7(now.ToDateTimeOffset()), body, database, now, cancel);
        if (cost is null)
        {
            return wrong!;
        }

        await costs.AddAsync(http.Workspace(), cost, cancel);
        http.Response.Headers.ETag = $"\"{Version(cost.Revision)}\"";
        return TypedResults.Created($"/api/costs/{cost.Id}", CostAnswer.Of(cost));
    }

    /// <summary>Makes another cost of one: what is left out is gone.</summary>
    /// <remarks>With `If-Match` nothing is changed if somebody was faster (412).</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The cost's id.</param>
    /// <param name="body">What it is to be.</param>
    /// <param name="costs">What was spent.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<CostAnswer>, ProblemHttpResult, StatusCodeHttpResult>> ReplaceAsync(
        HttpContext http, Guid id, CostRequest body, CostStore costs, IDatabase database, IClock clock, CancellationToken cancel)
    {
        var (cost, wrong) = await ReadAsync(http, id, body, database, clock.GetCurrentInstant(), cancel);
        return cost is null ? wrong!
            : await costs.ReplaceAsync(http.Workspace(), cost, Versions.RevisionAsSeen(http), cancel) switch
            {
                CostResult.Done done => Versions.Answer(http, Version(done.Cost.Revision), CostAnswer.Of(done.Cost)),
                var refused => Refused(refused, id),
            };
    }

    /// <summary>Takes a cost away that was noted by mistake.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The cost's id.</param>
    /// <param name="costs">What was spent.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(HttpContext http, Guid id, CostStore costs, CancellationToken cancel) =>
        await costs.DeleteAsync(http.Workspace(), id, Versions.RevisionAsSeen(http), cancel) is var result && result is CostResult.Done ? TypedResults.NoContent() : Refused(result, id);

    /// <summary>What a body says, or what is wrong with it.</summary>
    private static async Task<(Cost? Cost, ProblemHttpResult? Wrong)> ReadAsync(HttpContext http, Guid id, CostRequest body, IDatabase database, Instant now, CancellationToken cancel)
    {
        if (!Cost.Teams.Contains(body.Team))
        {
            return (null, WrongTeam());
        }

        var campaign = body.Campaign is null ? null : Names.Clean(KeptText.Of(body.Campaign), LongestCampaign);
        if ((body.Campaign is not null && campaign is null) || body.Note?.Length > LongestNote)
        {
            return (null, Problems.Wrong(body.Note?.Length > LongestNote
                ? $"`note` has at most {LongestNote:N0} characters."
                : $"`campaign` is {Names.Words(LongestCampaign)}, or left out."));
        }

        if (Times.DayOf(body.From) is not { } from || Times.DayOf(body.To) is not { } to || to < from || Period.DaysBetween(from, to) > CostStore.LongestDays || from.Year < 1970)
        {
            return (null, Problems.Wrong("`from` and `to` are the first and the last day, such as `2026-03-01` and `2026-03-31`, at most ten years apart."));
        }

        if (!Money.TryRead(body.Amount, body.Currency ?? "", out var amount, out var currency, out var problem))
        {
            return (null, problem);
        }

        return await Doer.FindAsync(database, http.Caller(), body.As, cancel) is { } doer
            ? (new Cost(id, body.Team, campaign, from, to, amount!.Value, currency!, string.IsNullOrWhiteSpace(body.Note) ? null : KeptText.Of(body.Note.Trim()), now, doer.By, Revision: 1), null)
            : (null, Doer.Unknown());
    }

    private static string Version(int revision) => revision.ToString(CultureInfo.InvariantCulture);

    private static ProblemHttpResult WrongTeam() => Problems.Wrong("`team` is `marketing` or `sales`.");

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no cost {id}.");

    private static ProblemHttpResult Refused(CostResult result, Guid id) => result is CostResult.Unknown
        ? Unknown(id)
        : Problems.Changed("The cost was changed since you read it. Read it again, look whether your change still makes sense, and send it with the new ETag.");
}

/// <summary>What was spent.</summary>
/// <param name="Id">The cost's id.</param>
/// <param name="Team">Who spent it: `marketing` or `sales`.</param>
/// <param name="Campaign">What for, as events call it; null for no campaign.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, which belongs to it.</param>
/// <param name="Amount">How much, in units of the currency.</param>
/// <param name="Currency">Three capital letters of ISO 4217.</param>
/// <param name="Note">What else there is to say; null for nothing.</param>
/// <param name="Said">When somebody said so last.</param>
/// <param name="By">Who.</param>
internal sealed record CostAnswer(Guid Id, string Team, string? Campaign, string From, string To, decimal Amount, string Currency, string? Note, Instant Said, string By)
{
    public static CostAnswer Of(Cost cost) => new(
        cost.Id, cost.Team, cost.Campaign, LocalDatePattern.Iso.Format(cost.From), LocalDatePattern.Iso.Format(cost.To), cost.Amount / 100m, cost.Currency, cost.Note, cost.Said, cost.By);
}

/// <summary>What was spent. It is shared out evenly over its days.</summary>
/// <param name="Team">Who spent it: `marketing` or `sales`.</param>
/// <param name="Campaign">What for, as events call it; left out for no campaign.</param>
/// <param name="From">The first day, such as `2026-03-01`.</param>
/// <param name="To">The last day, which belongs to it.</param>
/// <param name="Amount">How much, in units of the currency.</param>
/// <param name="Currency">Three letters of ISO 4217.</param>
/// <param name="Note">What else there is to say, at most 1,000 characters.</param>
/// <param name="As">The id or the e-mail address of the person who says so.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CostRequest(
    [property: JsonRequired] string Team,
    string? Campaign,
    [property: JsonRequired] string From,
    [property: JsonRequired] string To,
    [property: JsonRequired] decimal Amount,
    [property: JsonRequired] string Currency,
    string? Note,
    string? As);
