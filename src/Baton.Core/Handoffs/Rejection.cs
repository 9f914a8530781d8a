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
    /// <param name="said">When the lead has said the value; a time in it counts from then.</param>
    public Instant? WakeAt(RejectionReason reason, Instant now, Instant said)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (reason.Ends)
        {
            return null;
        }

        if (reason.AheadMonths is { } ahead && Value is { } value && AnswerReader.MonthsOf(Conditions.Value.Of(value), said) is { } months)
        {
            var passed = AnswerReader.MonthsBetween(said, now);
            var half = (months - passed) / 2;
            if (half > 0)
            {
                return months - ahead - passed >= half ? Later(said, months - ahead) : Later(now, half);
            }
        }

        return reason.WakeDays is { } days ? now + Duration.FromDays(days) : null;
    }

    private static Instant Later(Instant from, decimal months)
    {
        var whole = (int)decimal.Truncate(months);
        return from.InUtc().LocalDateTime.PlusMonths(whole).PlusDays((int)decimal.Round((months - whole) * 30)).InUtc().ToInstant();
    }
}
