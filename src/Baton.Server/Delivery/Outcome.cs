using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>What came of an attempt to send a message.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The target has taken it.</summary>
    public sealed record Sent : Outcome;

    /// <summary>It did not work, and may later.</summary>
    /// <param name="Problem">Why, in a sentence, without addresses.</param>
    /// <param name="IsOfTarget">True where other messages to the target would fare alike.</param>
    /// <param name="RetryAfter">For how long the target asks to be left alone; null where it does not.</param>
    public sealed record Failed(string Problem, bool IsOfTarget, Duration? RetryAfter = null) : Outcome;

    /// <summary>This message will never be taken.</summary>
    public sealed record Refused(string Problem) : Outcome;

    /// <summary>The target says that it is gone for good (410).</summary>
    public sealed record Gone(string Problem) : Outcome;
}
