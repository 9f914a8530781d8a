using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>One thing to be told to one target.</summary>
/// <param name="Id">A UUID of version 7, the same for ever: receivers know by it what they have had already. A webhook's <c>webhook-id</c>, and part of an e-mail's <c>Message-ID</c>.</param>
/// <param name="Type">What it tells, dotted: <c>lead.sql</c>. Part of the API.</param>
/// <param name="Created">When it happened.</param>
/// <param name="LeadId">Whom it is about, the root; what is told of one lead to one target is sent in the order in which it was added. Null for nobody, and no order.</param>
/// <param name="Content">Where it goes, and with what.</param>
internal sealed record Message(Guid Id, string Type, Instant Created, Guid? LeadId, MessageContent Content)
{
    /// <summary>A message that is new.</summary>
    public static Message New(Instant now, string type, Guid? leadId, MessageContent content) =>
        new(Guid.CreateVersion7(now.ToDateTimeOffset()), type, now, leadId, content);
}
