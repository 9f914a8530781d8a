using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Delivery;
using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Dapper;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Writes the brief of a hand-off, from what is known at that moment.</summary>
internal sealed class BriefWriter(DbTransaction transaction, Guid workspaceId, PublishedPlaybook playbook, Instant now, Directory names)
{
    private const int MostActions = 3;
    private const int MostColleagues = 5;
    private const int MostNotes = 20;
    private const int MostKinds = 100;

    /// <summary>Of so many of the newest events those are found that count most.</summary>
    private const int NewestEvents = 300;

    private readonly DbConnection _connection = transaction.Connection!;

    public string Write(LeadRow root, IReadOnlyList<LeadRow> parts, AccountRow? account, LeadRecord record, Decision.Decided decided, Handoff handoff)
    {
        var state = LeadRow.StateOf(root, parts) with { Stage = decided.Stage, Answers = decided.Answers, Work = decided.Work };
        var explanation = playbook.Scorer.Explain(record, now, state.Confirmations(playbook.Scorer));
        var newest = parts.SelectMany(part => Events(part.Id, isNewestFirst: true, NewestEvents)).OrderByDescending(found => found.Occurred).ToList();
        var oldest = newest.Count < NewestEvents ? newest.LastOrDefault() : parts.SelectMany(part => Events(part.Id, isNewestFirst: false, 1)).MinBy(found => found.Occurred);
        var person = PersonOf(root.Id, NewestEdits.Of(parts.SelectMany(part => part.Edits)));
        return BriefJson.Write(new Brief(
            handoff.Id,
            handoff.Stage.Title(),
            now,
            new BriefPlaybook(playbook.Version, playbook.Scorer.Playbook.Name),
            person,
            account is null ? null : AccountOf(root, account, person.Attributes.GetValueOrDefault("company")),
            ExplanationAnswer.Of(root.Id, now, playbook.Version, explanation, note: null),
            oldest is { } first ? Touches.Of(first) : null,
            newest.Count > 0 ? Touches.Of(newest[0]) : null,
            ActionsOf(newest),
            HistoryOf(parts),
            [.. playbook.Scorer.Examiner.Judge(decided.Answers).Select(judged => new BriefAnswer(
                judged.Criterion.Name, judged.Criterion.Ask, Tellings.NameOf(judged.State), judged.Answer?.Written, judged.Answer?.At, judged.Answer?.By, judged.Answer?.Source.Name(), judged.Answer?.Note, judged.Answer?.Form))],
            [.. MovesOf(decided), .. NotesOf(parts)],
            new BriefAssignment(names.Team(handoff.Team), names.Person(handoff.Person)?.Name, handoff.Queue, names.ZoneOf(handoff).Id),
            handoff.DueOf(ClockKind.Response),
            handoff.DueOf(ClockKind.Decision)));
    }

    private static BriefPerson PersonOf(Guid lead, ImmutableArray<Edit> edits)
    {
        var facts = new Facts([], edits, []);
        return new BriefPerson(
            lead, OneLine.OrNull(facts.Name()), OneLine.OrNull(facts.Text("title")), OneLine.OrNull(facts.Text("email")), OneLine.OrNull(facts.Phone()), AttributeAnswer.Of(edits).ToDictionary(known => known.Key, known => known.Value.Value));
    }

    /// <param name="root">Whose account.</param>
    /// <param name="account">The account.</param>
    /// <param name="said">What the lead calls it; null for nothing. It says more than a domain.</param>
    private BriefAccount AccountOf(LeadRow root, AccountRow account, string? said)
    {
        var others = _connection.Query<(Guid Lead, short Stage, int Total, string Edits)>(
            """
            SELECT lead_id, stage, total, edits FROM lead
            WHERE workspace_id = @workspaceId AND account_id = @account AND parent_id IS NULL AND is_known AND lead_id <> @lead
            ORDER BY total DESC, lead_id LIMIT @most
            """,
            new { workspaceId, account = account.Id, lead = root.Id, most = MostColleagues },
            transaction);
        return new BriefAccount(
            account.Id,
            OneLine.OrNull(AccountAnswer.NameOf(account, keys: []) ?? said ?? AccountAnswer.NameOf(account, AccountBook.KeysOf(_connection, workspaceId, [account.Id]))),
            AttributeAnswer.Of(NewestEdits.Of(account.Edits)).ToDictionary(known => known.Key, known => known.Value.Value),
            [.. others.Select(other =>
            {
                var person = PersonOf(other.Lead, EditJson.Read(other.Edits));
                return new BriefColleague(other.Lead, person.Called, person.Title, ((Stage)other.Stage).Title(), other.Total);
            })]);
    }

    /// <summary>The newest of what counts at least half as much as what counts most.</summary>
    private IReadOnlyList<BriefAction> ActionsOf(IReadOnlyList<StoredEvent> newest)
    {
        var intent = new HighIntent(playbook);
        var scored = newest.Select(found => (Event: found, Rule: intent.BestRuleOf(found))).Where(one => one.Rule is not null).ToList();
        var high = scored.Where(one => one.Rule!.Points >= intent.Least).ToList();
        return [.. (high.Count > 0 ? high : scored).Take(MostActions).Select(one => HighIntent.ActionOf(one.Event, one.Rule!))];
    }

    private IReadOnlyList<BriefHistory> HistoryOf(IReadOnlyList<LeadRow> parts) =>
    [
        .. parts.SelectMany(part => _connection.Query<(string Name, long Count, long First, long Last)>(
                $"""
                SELECT name, COUNT(*), MIN(occurred_at), MAX(occurred_at) FROM event
                WHERE workspace_id = @workspaceId AND lead_id = @part AND {EventTable.ByPeople} GROUP BY name
                """,
                new { workspaceId, part = part.Id },
                transaction))
            .GroupBy(row => row.Name, StringComparer.Ordinal)
            .Select(same => new BriefHistory(
                same.Key, same.Sum(row => row.Count), Instant.FromUnixTimeMilliseconds(same.Min(row => row.First)), Instant.FromUnixTimeMilliseconds(same.Max(row => row.Last))))
            .OrderByDescending(kind => kind.Last).Take(MostKinds),
    ];

    /// <summary>Why somebody has just put the lead where it stands.</summary>
    private IEnumerable<BriefNote> MovesOf(Decision.Decided decided) => decided.Happenings.OfType<Happening.StageMoved>()
        .Where(moved => moved.Move.Reason == MoveReason.ByHand && moved.Move.Note is not null)
        .Select(moved => new BriefNote(now, moved.By, $"Moved to {moved.Move.To.Title()}: {moved.Move.Note}"));

    private IReadOnlyList<BriefNote> NotesOf(IReadOnlyList<LeadRow> parts) =>
    [
        .. parts.SelectMany(part => _connection.Query<(long At, string Kind, string Actor, string Data)>(
                """
                SELECT at, kind, actor, data FROM activity
                WHERE workspace_id = @workspaceId AND lead_id = @part AND kind IN (@note, @contact) ORDER BY at DESC, activity_id DESC LIMIT @most
                """,
                new { workspaceId, part = part.Id, note = ActivityKinds.NoteAdded, contact = ActivityKinds.ContactLogged, most = MostNotes },
                transaction))
            .OrderByDescending(row => row.At).Take(MostNotes)
            .Select(row => new BriefNote(Instant.FromUnixTimeMilliseconds(row.At), row.Actor, TextOf(row.Kind, row.Data))),
    ];

    private static string TextOf(string kind, string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (kind == ActivityKinds.NoteAdded)
        {
            return root.GetProperty("text").GetString()!;
        }

        var note = root.TryGetProperty("note", out var said) && said.ValueKind == JsonValueKind.String ? $": {said.GetString()}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{root.GetProperty("direction").GetString()} {root.GetProperty("kind").GetString()}, {root.GetProperty("outcome").GetString()!.Replace('_', ' ')}{note}");
    }

    private List<StoredEvent> Events(Guid part, bool isNewestFirst, int limit) => EventTable.Behaviour(transaction, workspaceId, part, isNewestFirst, limit);
}
