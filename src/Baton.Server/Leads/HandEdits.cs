using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Accounts;
using Baton.Server.Intake;

namespace Baton.Server.Leads;

/// <summary>What people and programs change of leads by hand. All of it goes through the door.</summary>
internal sealed class HandEdits(Door door)
{
    /// <summary>Sets attributes: kept as an event like any other fact, so that a replay gives the same.</summary>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="id">The lead, or a part of it.</param>
    /// <param name="attributes">An attribute whose value is null is cleared.</param>
    /// <param name="isAsSeen">Whether a version of the lead is the one that the caller has seen.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancel">Withdraws what has not begun.</param>
    public Task<HandEditResult> SetAsync(
        Guid workspaceId, Guid id, IReadOnlyDictionary<string, JsonElement> attributes, Func<string, bool> isAsSeen, string actor, CancellationToken cancel) => door.ChangeAsync<HandEditResult>(
        workspaceId,
        book =>
        {
            if (!Exist(book, id))
            {
                return new HandEditResult.Unknown(id);
            }

            // As an identify call has it, so that an address among the attributes is understood as the person's.
            var eventId = Guid.CreateVersion7(book.Now.ToDateTimeOffset());
            var payload = new JsonObject
            {
                ["type"] = "identify",
                ["messageId"] = eventId.ToString(),
                ["context"] = new JsonObject { ["editedBy"] = actor },
                ["traits"] = new JsonObject(attributes.Select(set => KeyValuePair.Create(set.Key, JsonNode.Parse(set.Value.GetRawText())))),
            };
            var call = new CallReader(book.Playbook).Read(
                new StoredEvent(eventId, id, null, EventKind.Edit, EventKind.Edit.Name(), book.Now, book.Now, EventMark.None, Encoding.UTF8.GetBytes(payload.ToJsonString())));
            book.LoadByIdentity(Identification.KeysOf(call), id);
            book.Accounts.LoadKeys(AccountLinks.KeysOf(call));
            var lead = book.RootOf(book.Find(id)!);
            if (!isAsSeen(LeadReading.FactsVersion(book.PartsOf(lead))))
            {
                return new HandEditResult.ChangedMeanwhile();
            }

            foreach (var key in call.Identities.Where(key => key.Kind.IsOwn()))
            {
                if (book.Find(key) is { } other && other.RootId != lead.Id)
                {
                    return new HandEditResult.Taken(key, other.RootId);
                }
            }

            EventTable.Add(book.Transaction, workspaceId, [new StoredEvent(call.Id, lead.Id, null, call.Kind, call.Name, call.Occurred, call.Received, call.Mark, call.Payload)]);
            Identification.Attach(call, lead, book);
            Admission.Apply(call, lead, account: null, book);
            return new HandEditResult.Done(lead.Id);
        },
        cancel);

    /// <summary>Makes one lead of two.</summary>
    public Task<HandEditResult> MergeAsync(Guid workspaceId, Guid one, Guid other, string actor, CancellationToken cancel) => door.ChangeAsync<HandEditResult>(
        workspaceId,
        book =>
        {
            if (FirstUnknown(book, one, other) is { } unknown)
            {
                return new HandEditResult.Unknown(unknown);
            }

            if (one == other)
            {
                return new HandEditResult.Itself();
            }

            book.Lock([one, other]);
            var (lead, with) = (book.RootOf(book.Find(one)!), book.RootOf(book.Find(other)!));
            return lead == with || Merging.TryMerge(book, lead, with, "by hand", actor)
                ? new HandEditResult.Done(book.RootOf(book.Find(one)!).Id)
                : new HandEditResult.Impossible(
                    $"Somebody has taken these two apart before, or together they have more than {Merging.MostParts} parts. Baton does not make them one again.");
        },
        cancel);

    /// <summary>Takes a part out of a lead again.</summary>
    public Task<HandEditResult> UnmergeAsync(Guid workspaceId, Guid id, Guid part, string actor, CancellationToken cancel) => door.ChangeAsync<HandEditResult>(
        workspaceId,
        book =>
        {
            if (FirstUnknown(book, id, part) is { } unknown)
            {
                return new HandEditResult.Unknown(unknown);
            }

            book.Lock([id, part]);
            var (lead, row) = (book.RootOf(book.Find(id)!), book.Find(part)!);
            if (row.RootId != lead.Id || row.ParentId is null)
            {
                return new HandEditResult.Impossible($"{part} is no part that was merged into lead {lead.Id}. The lead's `parts` are those whose `mergedInto` is not null.");
            }

            Merging.Undo(book, row, actor);
            return new HandEditResult.Done(lead.Id);
        },
        cancel);

    /// <summary>Says of an event whether it is a machine's, and counts it or no longer.</summary>
    public Task<HandEditResult> MarkAsync(Guid workspaceId, Guid id, Guid eventId, bool isMachine, string actor, CancellationToken cancel) => door.ChangeAsync<HandEditResult>(
        workspaceId,
        book =>
        {
            if (!Exist(book, id))
            {
                return new HandEditResult.Unknown(id);
            }

            book.Lock([id]);
            var lead = book.RootOf(book.Find(id)!);
            if (EventTable.Find(book.Transaction, workspaceId, eventId) is not { } found || book.Find(found.LeadId) is not { } row)
            {
                return new HandEditResult.UnknownEvent(eventId);
            }

            if (!Horizon.Of(book.Transaction.Connection!, book.Transaction, workspaceId).Keeps(found.Occurred))
            {
                return new HandEditResult.Impossible($"Event {eventId} is older than what is kept event by event, so it can no longer be marked: its day is counted as it was.");
            }

            var mark = isMachine ? EventMark.SaidMachine : EventMark.SaidHuman;
            if (found.Mark != mark)
            {
                book.Mark(row, [found], mark);
                book.Note(row, ActivityKinds.MarkChanged, actor, new { Event = eventId, Machine = isMachine, Before = found.Mark.Name() });
            }

            return new HandEditResult.Done(lead.Id);
        },
        cancel);

    private static bool Exist(LeadBook book, Guid id) => FirstUnknown(book, id) is null;

    /// <summary>The first of these ids that no lead has, which would have to be waited for in vain.</summary>
    private static Guid? FirstUnknown(LeadBook book, params Guid[] ids)
    {
        var known = LeadTable.RootsOf(book.Transaction.Connection!, book.WorkspaceId, [.. ids.Distinct()]).Select(found => found.Lead).ToHashSet();
        return ids.Where(id => !known.Contains(id)).Select(id => (Guid?)id).FirstOrDefault();
    }
}

/// <summary>What came of a change by hand.</summary>
internal abstract record HandEditResult
{
    /// <summary>It is done, to this lead.</summary>
    public sealed record Done(Guid Lead) : HandEditResult;

    /// <summary>There is no such lead.</summary>
    public sealed record Unknown(Guid Lead) : HandEditResult;

    /// <summary>A lead was to be made one with itself.</summary>
    public sealed record Itself : HandEditResult;

    /// <summary>The lead has no such event.</summary>
    public sealed record UnknownEvent(Guid Event) : HandEditResult;

    /// <summary>The lead is no longer as the caller has seen it.</summary>
    public sealed record ChangedMeanwhile : HandEditResult;

    /// <summary>Another lead is known by this.</summary>
    public sealed record Taken(IdentityKey Key, Guid Lead) : HandEditResult;

    /// <summary>It cannot be done, for this reason.</summary>
    public sealed record Impossible(string Reason) : HandEditResult;
}
