using System.Buffers.Binary;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Core.Lifecycle;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Something that happened to a lead inside Baton. Never changed.</summary>
/// <param name="Id">In the order of time.</param>
/// <param name="LeadId">The row that it is about.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What, as one of <see cref="ActivityKinds"/>.</param>
/// <param name="Actor">Who did it: <c>baton</c>, a person or a key.</param>
/// <param name="Data">What else is to be known, as JSON.</param>
internal sealed record Activity(Guid Id, Guid LeadId, Instant At, string Kind, string Actor, string Data)
{
    /// <summary>Done by Baton itself.</summary>
    public const string Baton = Happening.Baton;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly BulkInsert<Activity> New = new(
        "activity",
        new Columns<Activity>()
            .Uuid("activity_id", row => row.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Bigint("at", row => row.At.ToUnixTimeMilliseconds())
            .Text("kind", row => row.Kind)
            .Text("actor", row => row.Actor)
            .Text("data", row => row.Data));

    /// <param name="row">The row that it is about.</param>
    /// <param name="at">When.</param>
    /// <param name="kind">What.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="data">What else is to be known: an object of which JSON is made.</param>
    /// <param name="place">Its place among those of one transaction.</param>
    public static Activity Of(LeadRow row, Instant at, string kind, string actor, object data, int place) =>
        new(IdAt(at, row.Revision, place), row.Id, at, kind, actor, JsonSerializer.Serialize(data, Options));

    /// <summary>A UUID of version 7. What happens to a row within a millisecond is in order by how often the row was changed before, and by the place.</summary>
    private static Guid IdAt(Instant at, long revision, int place)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at.ToDateTimeOffset()).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (revision & 0xFFF)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | Math.Min(place, 0x3FFF)));
        return new Guid(bytes, bigEndian: true);
    }

    public static void Add(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Activity> activities) => New.Run(transaction, workspaceId, activities);
}

/// <summary>What can happen to a lead. The names are kept in the database and are part of the API.</summary>
internal static class ActivityKinds
{
    public const string StageChanged = "stage.changed";
    public const string Merged = "lead.merged";
    public const string Unmerged = "lead.unmerged";
    public const string AccountChanged = "account.changed";
    public const string MarkChanged = "event.mark_changed";
    public const string DealChanged = "deal.changed";
    public const string AttributesFull = "attributes.full";
    public const string HandoffOpened = "handoff.opened";
    public const string HandoffAssigned = "handoff.assigned";
    public const string HandoffAccepted = "handoff.accepted";
    public const string HandoffResponded = "handoff.responded";
    public const string HandoffClosed = "handoff.closed";
    public const string HandoffStuck = "handoff.stuck";
    public const string LeadRejected = "lead.rejected";
    public const string LeadSnoozed = "lead.snoozed";
    public const string LeadResumed = "lead.resumed";
    public const string SlaReminded = "sla.reminded";
    public const string SlaBreached = "sla.breached";
    public const string SlaEscalated = "sla.escalated";
    public const string SlaReassigned = "sla.reassigned";
    public const string TaskAdded = "task.added";
    public const string TaskDue = "task.due";
    public const string TaskDone = "task.done";
    public const string TaskDropped = "task.dropped";
    public const string ContactLogged = "contact.logged";
    public const string AnswerGiven = "answer.given";
    public const string NoteAdded = "note.added";

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        StageChanged, Merged, Unmerged, AccountChanged, MarkChanged, DealChanged, AttributesFull, HandoffOpened, HandoffAssigned, HandoffAccepted, HandoffResponded,
        HandoffClosed, HandoffStuck, LeadRejected, LeadSnoozed, LeadResumed, SlaReminded, SlaBreached, SlaEscalated, SlaReassigned, TaskAdded, TaskDue, TaskDone,
        TaskDropped, ContactLogged, AnswerGiven, NoteAdded,
    ];
}
