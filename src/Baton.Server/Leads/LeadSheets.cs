using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Deals;
using Baton.Server.Handoffs;
using Baton.Server.Intake;
using Baton.Server.Playbooks;
using Baton.Server.Scoring;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What is asked for of a lead's page.</summary>
/// <param name="Day">A day that is past, such as <c>2026-03-01</c>; null for now.</param>
/// <param name="Shown">Which part of the timeline, one of <see cref="TimelineShown.Words"/>; null for everything.</param>
/// <param name="Name">Only events of this name.</param>
/// <param name="Line">Only what is behind this line of the explanation.</param>
/// <param name="Before">Where the timeline goes on.</param>
internal sealed record LeadSheetQuery(string? Day = null, string? Shown = null, string? Name = null, string? Line = null, string? Before = null)
{
    /// <summary>The end of the day; null for now, of days that are not over, and of what is no day.</summary>
    public Instant? MomentBefore(Instant now) => Day is not null && AsOfTime.Parse(Day) is { } moment && moment < now ? moment : null;
}

/// <summary>Reads all that a lead's page shows, as of one moment of the database.</summary>
internal sealed class LeadSheets(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    private const int TimelineLength = 30;
    private const int MostHandoffs = 20;

    /// <summary>The sheet; null where there is no such lead.</summary>
    public async Task<LeadSheet?> ReadAsync(Guid workspaceId, Guid id, LeadSheetQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (LeadReading.Read(connection, snapshot, shelf, workspaceId, id) is not { } lead)
        {
            return null;
        }

        var now = clock.GetCurrentInstant();
        var past = query.MomentBefore(now);
        var moment = past ?? now;
        var horizon = Horizon.Of(connection, snapshot, workspaceId);
        var record = past is null ? lead.Record : LeadReplay.RecordAsOf(connection, workspaceId, lead, lead.Playbook, horizon, moment);
        var parts = lead.Parts.Select(part => part.Id).ToList();
        var facts = EventTable.Facts(connection, workspaceId, parts);
        var accountFacts = lead.Account is null ? [] : LeadReplay.OfAccounts.Run(connection, workspaceId, [lead.Account.Id]);
        var steps = Steps(connection, snapshot, workspaceId, lead.Root.Id, moment);
        var (stage, since) = past is null ? (lead.Root.Score.Stage, lead.Root.StageSince) : StageOf(lead.Root, steps, moment);
        var standing = past is null ? lead.Playbook.Scorer.Standing(record, moment, lead.State.Confirmations(lead.Playbook.Scorer)) : null;
        var known = new Facts([], record.Edits, record.AccountEdits);
        var score = lead.Playbook.Scorer.Explain(record, moment);
        return new LeadSheet
        {
            Id = lead.Root.Id,
            IsAskedForByPart = id != lead.Root.Id,
            Day = past is null ? null : query.Day,
            Moment = moment,
            Created = lead.Root.Created,
            Who = new LeadCard(
                lead.Root.Id, known.Name(), known.Text("title"), known.Text("company") ?? known.Text("account.company"), known.Text("email"), known.Phone(), stage?.Title() ?? "",
                score.Score.Total, score.Score.Grade?.ToString()),
            Place = string.Join(", ", new[] { known.Text("city"), known.Text("country") }.OfType<string>()) is { Length: > 0 } place ? place : null,
            Account = lead.Account is null ? null : new LeadAccount(lead.Account.Id, AccountAnswer.NameOf(lead.Account, AccountBook.KeysOf(connection, workspaceId, [lead.Account.Id]))),
            Stage = stage,
            StageSince = since,
            Steps = steps,

            // Who is a customer by a deal may still lack what an earlier stage asks for; nobody needs to be told.
            Standing = standing is null || standing.Next <= stage ? null : new LeadStanding(standing.Next?.Title(), standing.Needs),
            Playbook = lead.Playbook.Scorer.Playbook,
            PlaybookVersion = lead.Playbook.Version,
            Explanation = score,
            Note = past is null ? null : horizon.WhatIsMissing(moment, isSamePlaybook: true),
            NextChange = past is null ? lead.Root.WakeAt : null,
            History = ScoreHistory.Of(lead, facts, accountFacts, moment),
            Attributes = AttributesOf(record.Edits, facts),
            Identities =
            [
                .. LeadTable.IdentitiesOf(connection, workspaceId, parts, LeadAnswer.MostIdentities).Where(identity => past is null || identity.Since <= moment)
                    .Select(identity => new IdentityAnswer(identity.Key.Kind.Name(), identity.Key.Value, identity.Since, identity.Lead)),
            ],
            Parts = [.. lead.Parts.Select(part => new LeadPart(part.Id, part.ParentId, part.Created))],
            Work = past is null ? Doing.Read(connection, snapshot, workspaceId, lead, now) : null,
            Qualification = [.. lead.Playbook.Scorer.Examiner.Judge(past is null ? lead.State.Answers : AnswersAsOf(connection, snapshot, workspaceId, parts, moment))
                .Select(judged => CriterionAnswer.Of(judged.Criterion, judged.State, judged.Answer))],
            Handoffs = [.. HandoffList.OfLead(connection, snapshot, workspaceId, parts, MostHandoffs).Where(handoff => handoff.Opened <= moment)
                .Select(handoff => handoff.Closed > moment ? handoff with { Closed = null, End = null } : handoff)],
            Deals = [.. DealList.OfLead(connection, snapshot, workspaceId, parts).Where(deal => past is null || deal.Created <= moment)
                .Select(deal => deal.Closed > moment ? deal with { Closed = null, State = DealState.Open.Name(), Reason = null } : deal)],
            Timeline = Timeline(connection, snapshot, workspaceId, lead, record, horizon, query, past),
        };
    }

    /// <summary>A part of the timeline alone; null where there is no such lead.</summary>
    public async Task<LeadTimelinePart?> TimelineAsync(Guid workspaceId, Guid id, LeadSheetQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return LeadReading.Read(connection, snapshot, shelf, workspaceId, id) is { } lead
            ? Timeline(connection, snapshot, workspaceId, lead, lead.Record, Horizon.Of(connection, snapshot, workspaceId), query, query.MomentBefore(clock.GetCurrentInstant()))
            : null;
    }

    private static LeadTimelinePart Timeline(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, LeadReading lead, LeadRecord record, Horizon horizon, LeadSheetQuery query, Instant? past)
    {
        var parts = lead.Parts.Select(part => part.Id).ToList();
        var list = string.Join('\n', "lead page", lead.Root.Id, query.Day, query.Shown, query.Name, query.Line);
        _ = Place.TryRead(query.Before, list, out var before, out _);
        var from = before ?? (past is { } moment ? new Place(moment.ToUnixTimeMilliseconds() + 1, Guid.Empty) : null);
        var (items, next) = query.Line is { } line
            ? LinesBehind(connection, snapshot, workspaceId, lead, record, line, past, from)
            : LeadTimeline.Read(connection, snapshot, workspaceId, parts, TimelineShown.Of(query.Shown, query.Name), TimelineLength, from);
        return new LeadTimelinePart(
            lead.Root.Id, past is null ? null : query.Day, query.Shown, query.Name, query.Line, items, next?.ToCursor(list), before is not null, horizon.Start);
    }

    /// <summary>What a line of the explanation was read from: occurrences of an engagement rule, or the facts that a fit rule asks about. Of any other line nothing is there.</summary>
    private static (IReadOnlyList<TimelineItem> Items, Place? Next) LinesBehind(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, LeadReading lead, LeadRecord record, string rule, Instant? past, Place? from)
    {
        var (scorer, reader) = (lead.Playbook.Scorer, new CallReader(lead.Playbook));
        var number = scorer.Playbook.Engagement.Rules.Select((one, at) => (one.Name, At: (int?)at)).FirstOrDefault(one => one.Name.Equals(rule, StringComparison.OrdinalIgnoreCase)).At;
        if (number is { } at)
        {
            var (events, occasion) = (scorer.Playbook.Engagement.Rules[at].Events, scorer.Plan.Events.Occasions[at]);
            return LeadTimeline.Read(
                connection,
                snapshot,
                workspaceId,
                [.. lead.Parts.Select(part => part.Id)],
                kept => !kept.Mark.IsMachine() && events.Contains(kept.Name, StringComparer.OrdinalIgnoreCase) && reader.Read(kept).Occasions.Contains(occasion),
                TimelineLength,
                from);
        }

        var asked = scorer.Explain(record, past ?? Instant.MaxValue).Lines.FirstOrDefault(line => line.Rule is not null && line.Text.Equals(rule, StringComparison.OrdinalIgnoreCase))?.Values ?? [];
        var ids = asked.Select(value => FactOf(record, AttributeName.Of(value.Attribute))).OfType<string>().Distinct().Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).ToList();
        return ([.. EventTable.Find(connection, workspaceId, ids).OrderByDescending(kept => kept.Occurred).Select(TimelineItem.Of)], null);
    }

    /// <summary>The id of the fact that decides on an attribute; null where none does. In a record there is one of each.</summary>
    private static string? FactOf(LeadRecord record, string attribute)
    {
        var isAccounts = attribute.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal);
        var name = isAccounts ? attribute[AttributeName.AccountPrefix.Length..] : attribute;
        var own = isAccounts ? null : record.Edits.FirstOrDefault(edit => edit.Attributes.Has(name) && !edit.Attributes[name].IsMissing);
        return (own ?? record.AccountEdits.FirstOrDefault(edit => edit.Attributes.Has(name)))?.Id;
    }

    private static List<StageStep> Steps(DbConnection connection, DbTransaction snapshot, Guid workspaceId, Guid root, Instant until) =>
    [
        .. connection.Query<(long At, string Actor, string Data)>(
                "SELECT at, actor, data FROM activity WHERE workspace_id = @workspaceId AND lead_id = @root AND at <= @until AND kind = @kind ORDER BY at, activity_id",
                new { workspaceId, root, until = until.ToUnixTimeMilliseconds(), kind = ActivityKinds.StageChanged },
                snapshot)
            .Select(row =>
            {
                using var json = JsonDocument.Parse(row.Data);
                var data = json.RootElement;
                return new StageStep(
                    Instant.FromUnixTimeMilliseconds(row.At), StageOf(data, "from"), StageOf(data, "to"), data.GetProperty("reason").GetString()!, data.GetProperty("note").GetString(), row.Actor);
            }),
    ];

    private static Stage StageOf(JsonElement data, string member) => Enum.GetValues<Stage>().First(stage => stage.Title() == data.GetProperty(member).GetString());

    /// <summary>Where it stood at a moment, and since when; nowhere before Baton knew of it.</summary>
    private static (Stage? Stage, Instant? Since) StageOf(LeadRow root, List<StageStep> steps, Instant moment) =>
        steps is [.., var last] ? (last.To, last.At)
        : root.Created <= moment ? (root.Score.Stage is Stage.Visitor ? Stage.Visitor : root.StageSince <= moment ? root.Score.Stage : Stage.Visitor, root.Created)
        : (null, null);

    private static Answers AnswersAsOf(DbConnection connection, DbTransaction snapshot, Guid workspaceId, List<Guid> parts, Instant moment) =>
        new([.. AnswerList.Read(connection, snapshot, workspaceId, parts, PageSize.Most, new Place(moment.ToUnixTimeMilliseconds() + 1, Guid.Empty)).Items.Select(past => new Answer(
            past.Id, past.Criterion, past.Value is { } value ? Value.Of(value) : Value.Missing, past.Answer ?? "", past.At, past.By,
            Enum.GetValues<AnswerSource>().First(source => source.Name() == past.Source), past.Form, past.Note))]);

    private static List<KnownFact> AttributesOf(ImmutableArray<Edit> edits, List<StoredEvent> facts)
    {
        var byId = facts.ToDictionary(kept => kept.Id.ToString(), StringComparer.Ordinal);
        return [.. AttributeAnswer.Of(edits).Select(known =>
        {
            var fact = byId.GetValueOrDefault(known.Value.Event);
            return new KnownFact(known.Key, known.Value.Value, known.Value.Since, fact?.Kind.Name(), fact?.Kind == EventKind.Edit ? EditorOf(fact) : null);
        })];
    }

    private static string? EditorOf(StoredEvent edit)
    {
        using var json = JsonDocument.Parse(edit.Payload);
        return json.RootElement.TryGetProperty("context", out var context) && context.TryGetProperty("editedBy", out var by) ? by.GetString() : null;
    }
}
