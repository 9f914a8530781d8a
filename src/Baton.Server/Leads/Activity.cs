using System.Data.Common;
using System.Text.Json;
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
    public const string Baton = "baton";

    private static readonly BulkInsert<Activity> New = new(
        "activity",
        new Columns<Activity>()
            .Uuid("activity_id", row => row.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Bigint("at", row => row.At.ToUnixTimeMilliseconds())
            .Text("kind", row => row.Kind)
            .Text("actor", row => row.Actor)
            .Text("data", row => row.Data));

    /// <param name="leadId">The row that it is about.</param>
    /// <param name="at">When.</param>
    /// <param name="kind">What.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="data">What else is to be known: an object of which JSON is made.</param>
    public static Activity Of(Guid leadId, Instant at, string kind, string actor, object data) =>
        new(Guid.CreateVersion7(at.ToDateTimeOffset()), leadId, at, kind, actor, JsonSerializer.Serialize(data, JsonSerializerOptions.Web));

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

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<string> All = [StageChanged, Merged, Unmerged, AccountChanged, MarkChanged, DealChanged, AttributesFull];
}
