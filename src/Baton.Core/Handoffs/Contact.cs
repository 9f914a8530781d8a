using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>That somebody reached a lead or tried to, or that the lead came to them.</summary>
/// <param name="Kind">By which means.</param>
/// <param name="IsOutbound">True where it went out to the lead, false where it came in from it.</param>
/// <param name="IsAutomatic">True where no person did it: a sequence's mail, an auto-reply.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When it was.</param>
/// <param name="Note">What was said; null for nothing.</param>
public sealed record Contact(ContactKind Kind, bool IsOutbound, bool IsAutomatic, ContactOutcome Outcome, Instant At, string? Note)
{
    /// <summary>True where it is an attempt of a person's to reach the lead: only such an attempt is a response, and one of a cadence.</summary>
    public bool IsAttempt => IsOutbound && !IsAutomatic;

    /// <summary>True where the lead itself was there.</summary>
    public bool HasReachedLead => !IsAutomatic && (Outcome is ContactOutcome.Reached or ContactOutcome.MeetingAgreed || !IsOutbound);
}

/// <summary>What comes of a contact.</summary>
public enum ContactOutcome
{
    /// <summary>The lead was spoken to, or wrote.</summary>
    Reached,

    /// <summary>The lead agreed to a meeting.</summary>
    MeetingAgreed,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>A message was left with a machine or with somebody else.</summary>
    LeftMessage,

    /// <summary>It went out, and nothing is known yet.</summary>
    Sent,

    /// <summary>The number or the address is wrong.</summary>
    WrongAddress,
}

/// <summary>How outcomes are called.</summary>
public static class ContactOutcomes
{
    /// <summary>The outcome as programs have it.</summary>
    public static string Name(this ContactOutcome outcome) => outcome switch
    {
        ContactOutcome.Reached => "reached",
        ContactOutcome.MeetingAgreed => "meeting_agreed",
        ContactOutcome.NoAnswer => "no_answer",
        ContactOutcome.LeftMessage => "left_message",
        ContactOutcome.Sent => "sent",
        ContactOutcome.WrongAddress => "wrong_address",
    };
}
