using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What is known of leads, over HTTP.</summary>
internal static class LeadEndpoints
{
    private const int LongestCondition = 8_000;

    public static void MapLeads(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/api/leads").WithTags("Leads").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        read.MapGet("/{id:guid}/timeline", TimelineAsync).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:guid}/explanation", ExplainAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists leads.</summary>
    /// <remarks>
    /// A request looks at no more than 1,250 leads, so where few are as asked for, a page may be short and even empty although there are more: go on
    /// with `next` until it is null. At most one of `email`, `userId` and `anonymousId` finds the lead that is known by it, visitor or not.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="leads">The leads.</param>
    /// <param name="where">A condition in the playbook's language, as YAML or JSON, on attributes of the lead and its account and on `score`, `fit`, `engagement`, `grade` and `stage`.</param>
    /// <param name="stage">Only leads at this stage, such as `MQL`.</param>
    /// <param name="account">Only leads of this account, by its id.</param>
    /// <param name="q">Only leads with these words: each begins a word of the address, name, company or title, in any case and with or without accents. Of a telephone number its digits, from the beginning or from one of its groups on.</param>
    /// <param name="email">The lead with this e-mail address.</param>
    /// <param name="userId">The lead with this user id.</param>
    /// <param name="anonymousId">The lead with this anonymous id.</param>
    /// <param name="visitors">True lists visitors, too, of whom only anonymous ids are known; then sort by `created`.</param>
    /// <param name="sort">`-score` (the highest first; what holds where nothing is said), `score`, `-created`, `created`, or by the time since which they stand at their stage `-since` or `since`.</param>
    /// <param name="limit">The most leads of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<LeadInList>>, ProblemHttpResult>> ListAsync(
        HttpContext http, LeadList leads, string? where, string? stage, Guid? account, string? q, string? email, string? userId, string? anonymousId,
        bool? visitors, string? sort, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "leads", where, stage, account, q, visitors, sort ?? "-score");
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        if (LeadOrders.Of(sort) is not { } order)
        {
            return Problems.Wrong($"`sort` is one of {string.Join(", ", LeadOrders.Names.Select(name => $"`{name}`"))}.");
        }

        if (!TryStage(stage, out var only))
        {
            return Problems.Wrong($"`stage` is one of {string.Join(", ", Enum.GetValues<Stage>().Select(known => $"`{known.Title()}`"))}.");
        }

        if (visitors == true && account is null && order is not (LeadOrder.Newest or LeadOrder.Oldest) && email is null && userId is null && anonymousId is null)
        {
            return Problems.Wrong("Visitors are listed by `sort=-created` or `sort=created` only.");
        }

        if (account is not null && !order.IsByScore())
        {
            return Problems.Wrong("The leads of an account are listed by `sort=-score` or `sort=score` only.");
        }

        if (!TryIdentity(email, userId, anonymousId, out var identity, out problem))
        {
            return problem!;
        }

        LeadCondition? condition = null;
        if (where is not null)
        {
            (condition, var mistakes) = where.Length > LongestCondition ? (null, []) : LeadCondition.Read(where);
            if (condition is null)
            {
                return where.Length > LongestCondition ? Problems.Wrong($"`where` has more than {LongestCondition:N0} characters.")
                    : Problems.Mistaken(StatusCodes.Status400BadRequest, $"`where` is no condition: {mistakes[0]}.", mistakes);
            }
        }

        var query = new LeadQuery(order, condition, only, account, string.IsNullOrWhiteSpace(q) ? null : q.Trim(), identity, visitors == true, size, after);
        var (found, next) = await leads.ReadAsync(http.Workspace(), query, cancel);
        return TypedResults.Ok(new Page<LeadInList>(found, next?.ToCursor(list)));
    }

    /// <summary>Shows a lead.</summary>
    /// <remarks>The id of somebody who was merged into another lead shows that lead, with `mergedInto`: a merge can be undone, so this is no redirect to be remembered.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(
        HttpContext http, Guid id, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (LeadReading.Read(connection, snapshot, shelf, http.Workspace(), id) is not { } lead)
        {
            return UnknownLead(id);
        }

        var now = clock.GetCurrentInstant();
        var answer = lead.ToAnswer(connection, http.Workspace(), id, now);
        return Versions.Answer(http, lead.VersionOf(answer, now) + (answer.MergedInto is null ? "" : ":" + id.ToString("N")), answer);
    }

    /// <summary>Lists what a lead did and what happened to it, newest first.</summary>
    /// <remarks>
    /// Events of machines are there, marked, and do not score. Where older events were deleted, `eventsFrom` says from when on they are kept; what they came
    /// to still counts.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="timeline">What happened.</param>
    /// <param name="kind">Only this kind of event (`track`, `page`, `screen`, `identify`, `group`, `alias`, `import`, `edit`) or of activity (such as `stage.changed`).</param>
    /// <param name="name">Only events of this name, in any case.</param>
    /// <param name="limit">The most items of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<TimelinePage>, ProblemHttpResult>> TimelineAsync(
        HttpContext http, Guid id, IDatabase database, LeadTimeline timeline, string? kind, string? name, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "timeline", id, kind, name);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        if (kind is not null && !ActivityKinds.All.Contains(kind) && !LeadTimeline.EventKinds.Any(known => known.Name() == kind))
        {
            return Problems.Wrong($"`kind` is one of {string.Join(", ", LeadTimeline.EventKinds.Select(known => known.Name()).Concat(ActivityKinds.All).Select(known => $"`{known}`"))}.");
        }

        await using var connection = await database.OpenReadAsync(cancel);
        if (LeadTable.RootsOf(connection, http.Workspace(), [id]) is not [var (_, root)])
        {
            return UnknownLead(id);
        }

        var parts = LeadTable.PartsOf(connection, http.Workspace(), [root]).Select(part => part.Id).ToList();
        var (items, next) = await timeline.ReadAsync(http.Workspace(), parts, kind, name, size, after, cancel);
        return TypedResults.Ok(new TimelinePage(items, next?.ToCursor(list), Horizon.Of(connection, transaction: null, http.Workspace()).Start));
    }

    /// <summary>Explains every point of a lead's score, now or at any time before.</summary>
    /// <remarks>
    /// The lines add up to the total exactly. With `asOf` what occurred up to then is read again, with the account that the lead has now, and scored by the
    /// version of the playbook that the lead is scored by now, not the one that held then: `playbook` names another. `complete` is false, and `note` says
    /// why, where events that it would need were deleted.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="asOf">A time such as `2026-03-31T12:00:00Z`, or a date, which stands for its end in UTC. Now where nothing is said.</param>
    /// <param name="playbook">The version of the playbook to score by, published or not. The one that the lead is scored by now where nothing is said.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<ExplanationAnswer>, ProblemHttpResult>> ExplainAsync(
        HttpContext http, Guid id, IDatabase database, PlaybookShelf shelf, IClock clock, string? asOf, int? playbook, CancellationToken cancel)
    {
        var moment = asOf is null ? clock.GetCurrentInstant() : AsOfTime.Parse(asOf);
        if (moment is not { } known)
        {
            return Problems.Wrong("`asOf` is a time such as `2026-03-31T12:00:00Z` or a date such as `2026-03-31`.");
        }

        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (LeadReading.Read(connection, snapshot, shelf, http.Workspace(), id) is not { } lead)
        {
            return UnknownLead(id);
        }

        if ((playbook is { } version ? shelf.Find(connection, snapshot, http.Workspace(), version) : lead.Playbook) is not { } rules)
        {
            return Problems.Unknown($"There is no version {playbook} of the playbook.");
        }

        var horizon = Horizon.Of(connection, snapshot, http.Workspace());
        var isNow = asOf is null && rules.Version == lead.Playbook.Version;
        var record = isNow ? lead.Record : LeadReplay.RecordAsOf(connection, http.Workspace(), lead, rules, horizon, known);
        var note = isNow ? null : horizon.WhatIsMissing(known, isSamePlaybook: rules.Version == lead.Playbook.Version);
        return TypedResults.Ok(ExplanationAnswer.Of(lead.Root.Id, known, rules.Version, rules.Scorer.Explain(record, known), note));
    }

    /// <summary>404.</summary>
    public static ProblemHttpResult UnknownLead(Guid id) => Problems.Unknown($"There is no lead {id}.");

    private static bool TryStage(string? name, out Stage? stage)
    {
        stage = Enum.GetValues<Stage>().Where(known => known.Title().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(known => (Stage?)known).FirstOrDefault();
        return name is null || stage is not null;
    }

    private static bool TryIdentity(string? email, string? userId, string? anonymousId, out IdentityKey? identity, out ProblemHttpResult? problem)
    {
        (identity, problem) = (null, null);
        if (new[] { email, userId, anonymousId }.Count(id => id is not null) is var given and not 1)
        {
            problem = given == 0 ? null : Problems.Wrong("Give one of `email`, `userId` and `anonymousId`.");
            return given == 0;
        }

        identity = IdentityKey.Email(email) ?? IdentityKey.User(userId) ?? IdentityKey.Anonymous(anonymousId);
        problem = identity is not null ? null
            : email is not null ? Problems.Wrong("`email` is no e-mail address.") : Problems.Wrong("The id to look for is empty.");
        return identity is not null;
    }
}
