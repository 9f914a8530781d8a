using System.Text.Json.Serialization;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Server.Api;
using Baton.Server.Deals;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>What people do about leads, over HTTP.</summary>
internal static class WorkEndpoints
{
    private const int LongestForm = 200;
    private const int LongestText = 5_000;
    private const int LongestTitle = 200;
    private const string TooEarly = "`at` is when it was, such as `2026-03-31T12:00:00Z`; what was before 1970 is of no use any more.";

    /// <summary>How far a clock elsewhere may be ahead.</summary>
    private static readonly Duration LongestAhead = Duration.FromMinutes(5);

    private static readonly Instant Earliest = Instant.FromUnixTimeMilliseconds(0);

    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        var work = routes.MapGroup("/api/leads/{id:guid}").WithTags("Work").Needs(Scopes.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        work.MapPost("/answers", AnswerAsync);
        work.MapPost("/contacts", ContactAsync);
        work.MapPost("/notes", NoteAsync);
        work.MapPost("/tasks", AddTaskAsync);
        work.MapPost("/snooze", SnoozeAsync);
        work.MapPost("/resume", ResumeAsync);
        work.MapPost("/move", MoveAsync);
    }

    /// <summary>Tells what was found out by asking.</summary>
    /// <remarks>A later answer holds instead of an earlier one, and none is lost. An answer that is empty says that it is no longer known. What a form says counts only where the playbook trusts the form.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">The answers.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> AnswerAsync(HttpContext http, Guid id, AnswersRequest body, Doing doing, CancellationToken cancel) =>
        TellAsync(http, id, body, doing, obstacle: (_, _) => null, cancel);

    /// <summary>Tells what was found out by asking unless something about the lead stands in the way.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">The answers.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="obstacle">Why it cannot be done with the lead as it is, which is locked; null for nothing.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> TellAsync(
        HttpContext http, Guid id, AnswersRequest body, Doing doing, Func<LeadBook, LeadRow, string?> obstacle, CancellationToken cancel)
    {
        if (!Names.TryRead(body.Source, Enum.GetValues<AnswerSource>(), AnswerSources.Name, "source", out var source, out var problem))
        {
            return problem!;
        }

        if (body.Answers is not { Count: > 0 and <= 100 })
        {
            return Problems.Wrong("`answers` has from 1 to 100 answers, such as `{\"budget\": \"200000 EUR\"}`.");
        }

        if ((source == AnswerSource.Form) == string.IsNullOrWhiteSpace(body.Form))
        {
            return Problems.Wrong(source == AnswerSource.Form ? "`form` is the name of the form." : "`form` goes with `source: form` only.");
        }

        if (body.Form is { Length: > LongestForm })
        {
            return Problems.Wrong(FormattableString.Invariant($"`form` has at most {LongestForm} characters."));
        }

        var now = doing.Now;
        var at = body.At ?? now;
        var wrong = new List<string>();
        if (at > now + LongestAhead)
        {
            wrong.Add("`at` lies ahead. An answer was given before it is told; leave `at` out where that is now.");
        }
        else if (at < Earliest)
        {
            wrong.Add(TooEarly);
        }

        if (body.Note?.Length > LongestText)
        {
            wrong.Add(TooLong("note", body.Note));
        }

        var playbook = await doing.PlaybookAsync(http.Workspace(), cancel);
        if (playbook.Criteria.IsEmpty)
        {
            return Problems.Wrong("The playbook asks for nothing yet: give it a `qualification`, publish it, and tell the answers then.");
        }

        var read = new List<(Criterion Criterion, Value Value, string Written)>();
        foreach (var (name, written) in body.Answers)
        {
            var criterion = playbook.Criteria.FirstOrDefault(one => one.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
            var (value, mistake) = criterion is null ? (default, $"The playbook has no criterion `{name.Shortened()}`. It asks for {string.Join(", ", playbook.Criteria.Select(one => $"`{one.Name}`"))}.")
                : written?.Length > LongestText ? (default, TooLong(criterion.Name, written))
                : AnswerReader.Read(criterion, written, at);
            if (mistake is not null)
            {
                wrong.Add(mistake);
            }
            else
            {
                read.Add((criterion!, Value.Of(value.Text), written?.Trim() ?? ""));
            }
        }

        if (wrong.Count > 0)
        {
            return Problems.Wrong(string.Join(' ', wrong));
        }

        return await doing.CarryAsync(http, id, body.As, (_, doer) => new Command.Tell(doer.By, doer.Person, [.. read.Select(one => new Answer(
            Guid.CreateVersion7(now.ToDateTimeOffset()), one.Criterion.Name, one.Value, one.Written, at, doer.By, source, Clean(body.Form), Clean(body.Note)))]), obstacle, cancel);
    }

    /// <summary>Logs a call, an e-mail, a meeting or a message.</summary>
    /// <remarks>
    /// Only what a person sends out to the lead is a response to a hand-off and an attempt of its cadence: not what comes in, and nothing automatic. Once the lead
    /// was reached, no further attempts are asked for.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">What there was.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> ContactAsync(HttpContext http, Guid id, ContactRequest body, Doing doing, CancellationToken cancel)
    {
        if (!Names.TryRead(body.Kind, Enum.GetValues<ContactKind>(), HandoffNames.Name, "kind", out var kind, out var problem)
            || !Names.TryRead(body.Outcome, Enum.GetValues<ContactOutcome>(), ContactOutcomes.Name, "outcome", out var outcome, out problem))
        {
            return problem!;
        }

        if (body.Direction is not (null or "outbound" or "inbound"))
        {
            return Problems.Wrong("`direction` is `outbound` or `inbound`.");
        }

        if (body.Note?.Length > LongestText)
        {
            return Problems.Wrong(TooLong("note", body.Note));
        }

        if (body.At < Earliest)
        {
            return Problems.Wrong(TooEarly);
        }

        var contact = new Contact(kind, body.Direction != "inbound", body.Automatic ?? false, outcome, body.At ?? doing.Now, Clean(body.Note));
        return await doing.CarryAsync(http, id, body.As, (_, doer) => new Command.Log(doer.By, doer.Person, contact, body.Task), cancel);
    }

    /// <summary>Writes something down about a lead.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">The note.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> NoteAsync(HttpContext http, Guid id, NoteRequest body, Doing doing, CancellationToken cancel) =>
        Clean(body.Text) is not { } text ? Problems.Wrong($"`text` has from 1 to {LongestText:N0} characters. Write what there is to be known.")
        : text.Length > LongestText ? Problems.Wrong(TooLong("text", text))
        : await doing.CarryAsync(http, id, body.As, (_, doer) => new Command.Note(doer.By, doer.Person, text), cancel);

    /// <summary>Gives somebody something to do about a lead.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">What, by when, and who.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> AddTaskAsync(HttpContext http, Guid id, TaskRequest body, Doing doing, IDatabase database, CancellationToken cancel)
    {
        var kind = default(ContactKind);
        if (body.Kind is not null && !Names.TryRead(body.Kind, Enum.GetValues<ContactKind>(), HandoffNames.Name, "kind", out kind, out var problem))
        {
            return problem!;
        }

        if (Names.Clean(body.Title, LongestTitle) is not { } title)
        {
            return Problems.Wrong($"`title` is {Names.Words(LongestTitle)}.");
        }

        var person = body.For is null ? null : await Doer.PersonAsync(database, http.Workspace(), body.For, mayHaveLeft: false, cancel);
        return body.For is not null && person is null
            ? Problems.Wrong("`for` is the id or the e-mail address of somebody who works here; GET /api/people lists them.")
            : await doing.CarryAsync(http, id, body.As, (_, doer) => new Command.AddTask(doer.By, doer.Person, body.Kind is null ? null : kind, title, body.Due, person?.Id), cancel);
    }

    /// <summary>Leaves a lead alone for a while: all its clocks stand still, and go on with as much business time left as they had.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">Until when, and why.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> SnoozeAsync(HttpContext http, Guid id, SnoozeRequest body, Doing doing, CancellationToken cancel) =>
        WrongWith("reason", body.Reason, "Say why in `reason`; without one no clock stands still.") is { } wrong ? Problems.Wrong(wrong)
        : await doing.CarryAsync(http, id, body.As, (_, doer) => new Command.Sleep(doer.By, doer.Person, body.Until, Clean(body.Reason)!), cancel);

    /// <summary>Lets the clocks of a lead run again.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">For whom.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> ResumeAsync(HttpContext http, Guid id, DoerRequest body, Doing doing, CancellationToken cancel) =>
        doing.CarryAsync(http, id, body.As, (_, doer) => new Command.Resume(doer.By, doer.Person), cancel);

    /// <summary>Moves a lead to any stage, with a reason.</summary>
    /// <remarks>
    /// It stays there though its score says otherwise, until it earns a further stage. Where it has earned a further one already, it stays until it gains as much
    /// engagement as the playbook's `recycling` asks for. A customer has won a deal: the lead's open one, or a new one; where several are open, win one of them instead (409).
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">Where to, and why.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> MoveAsync(HttpContext http, Guid id, MoveRequest body, Doing doing, CancellationToken cancel)
    {
        if (!Names.TryRead(body.Stage, Enum.GetValues<Stage>(), Stages.Title, "stage", out var stage, out var problem))
        {
            return problem!;
        }

        return WrongWith("reason", body.Reason, "Say why in `reason`; nobody moves a lead without one.") is { } wrong ? Problems.Wrong(wrong)
            : await doing.CarryAsync(
                http,
                id,
                body.As,
                (_, doer) => new Command.MoveTo(doer.By, doer.Person, stage, Clean(body.Reason)!, body.WakeAt),
                (book, root) => stage == Stage.Customer ? DealAdmission.ManyOpen(book, root) : null,
                cancel);
    }

    /// <summary>What is wrong with words that have to be there; null for nothing.</summary>
    /// <param name="member">What the body calls them.</param>
    /// <param name="words">The words.</param>
    /// <param name="missing">What is said where they are not there.</param>
    private static string? WrongWith(string member, string? words, string missing) =>
        Clean(words) is not { } said ? missing
        : said.Length > LongestText ? TooLong(member, said)
        : null;

    private static string TooLong(string member, string words) =>
        FormattableString.Invariant($"`{member}` has at most {LongestText:N0} characters, and this has {words.Length:N0}. Shorten it; the rest can be a note of its own.");

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : KeptText.Of(text.Trim());
}

/// <summary>What was found out.</summary>
/// <param name="Answers">By the name of the criterion, as they were given; empty or null says that it is no longer known.</param>
/// <param name="Source">Where from: `call`, `meeting`, `email`, `form` or `import`.</param>
/// <param name="Form">With `source: form` the name of the form.</param>
/// <param name="At">When; now where nothing is said.</param>
/// <param name="Note">What else was said.</param>
/// <param name="As">The id or the e-mail address of the person who says so.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AnswersRequest(
    [property: JsonRequired] IReadOnlyDictionary<string, string?> Answers, [property: JsonRequired] string Source, string? Form, Instant? At, string? Note, string? As);

/// <summary>A contact with a lead, or an attempt.</summary>
/// <param name="Kind">`call`, `email`, `meeting` or `message`.</param>
/// <param name="Outcome">`reached`, `meeting_agreed`, `no_answer`, `left_message`, `sent` or `wrong_address`.</param>
/// <param name="Direction">`outbound`, which holds where nothing is said, or `inbound`.</param>
/// <param name="Automatic">True where no person did it: a sequence's mail, an auto-reply.</param>
/// <param name="At">When; now where nothing is said.</param>
/// <param name="Note">What was said.</param>
/// <param name="Task">The task that is done by it.</param>
/// <param name="As">The id or the e-mail address of the person who did it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ContactRequest(
    [property: JsonRequired] string Kind, [property: JsonRequired] string Outcome, string? Direction, bool? Automatic, Instant? At, string? Note, Guid? Task, string? As);

/// <summary>Something to be written down.</summary>
/// <param name="Text">From 1 to 5,000 characters.</param>
/// <param name="As">The id or the e-mail address of the person who writes it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NoteRequest([property: JsonRequired] string Text, string? As);

/// <summary>Something to be done.</summary>
/// <param name="Title">What, in 1 to 200 characters.</param>
/// <param name="Due">By when.</param>
/// <param name="Kind">By which means: `call`, `email`, `meeting` or `message`; nothing of what is no contact.</param>
/// <param name="For">The id or the e-mail address of who is to do it; whose the lead is where nothing is said.</param>
/// <param name="As">The id or the e-mail address of the person who asks for it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TaskRequest([property: JsonRequired] string Title, [property: JsonRequired] Instant Due, string? Kind, string? For, string? As);

/// <summary>How long to leave a lead alone.</summary>
/// <param name="Until">The first moment at which its clocks run again.</param>
/// <param name="Reason">Why.</param>
/// <param name="As">The id or the e-mail address of the person who says so.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SnoozeRequest([property: JsonRequired] Instant Until, [property: JsonRequired] string Reason, string? As);

/// <summary>For whom something is done.</summary>
/// <param name="As">The id or the e-mail address of the person.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DoerRequest(string? As);

/// <summary>Where a lead is to stand.</summary>
/// <param name="Stage">Such as `SAL` or `Recycled`.</param>
/// <param name="Reason">Why.</param>
/// <param name="WakeAt">When a lead beside the path comes back; never where nothing is said.</param>
/// <param name="As">The id or the e-mail address of the person who moves it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveRequest([property: JsonRequired] string Stage, [property: JsonRequired] string Reason, Instant? WakeAt, string? As);
