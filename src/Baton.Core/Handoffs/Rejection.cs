using Baton.Core.Conditions;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>A "no" of sales, with its reason: <c>timeline too far: timeline ≥ 18 months</c>.</summary>
/// <param name="Reason">The name of one of the playbook's reasons.</param>
/// <param name="Field">The attribute or criterion that it is about; null where none is said.</param>
/// <param name="Operator">How the field's value compares with <paramref name="Value"/>; null where no value is said.</param>
/// <param name="Value">What was said; null for nothing.</param>
/// <param name="Note">In the words of who rejects; null for nothing.</param>
public sealed record Rejection(string Reason, string? Field, Operator? Operator, string? Value, string? Note)
{
    /// <summary>When a lead that is rejected now is to wake; null for never.</summary>
    /// <param name="reason">The playbook's reason.</param>
    /// <param name="now">The moment of the rejection.</param>
    public Instant? WakeAt(RejectionReason reason, Instant now)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (reason.Ends)
        {
            return null;
        }

        if (reason.AheadMonths is { } ahead && Value is { } value && AnswerReader.MonthsOf(Conditions.Value.Of(value), now) is > 0 and var months)
        {
            var wait = Math.Max(months - ahead, months / 2);
            var whole = (int)decimal.Truncate(wait);
            return now.InUtc().LocalDateTime.PlusMonths(whole).PlusDays((int)decimal.Round((wait - whole) * 30)).InUtc().ToInstant();
        }

        return reason.WakeDays is { } days ? now + Duration.FromDays(days) : null;
    }
}
