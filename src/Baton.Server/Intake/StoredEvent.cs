using NodaTime;

namespace Baton.Server.Intake;

/// <summary>An event as it is kept.</summary>
/// <param name="Id">Made of the message id.</param>
/// <param name="LeadId">The row whose ids it came with: a lead, or a part of one.</param>
/// <param name="AccountId">The account that it says something of.</param>
/// <param name="Kind">What kind of call it was.</param>
/// <param name="Name">What rules listen to.</param>
/// <param name="Occurred">When it happened.</param>
/// <param name="Received">When it came in.</param>
/// <param name="Mark">Whether it is a machine's.</param>
/// <param name="Payload">The call, JSON.</param>
internal sealed record StoredEvent(
    Guid Id, Guid LeadId, Guid? AccountId, EventKind Kind, string Name, Instant Occurred, Instant Received, EventMark Mark, byte[] Payload);
