using Baton.Core.Conditions;
using NodaTime;

namespace Baton.Server.Scoring;

/// <summary>Reads the moment that scores are as of.</summary>
internal static class AsOfTime
{
    /// <summary>A time; or a date, which means its last millisecond in UTC, so that all of that day is known. Null where the text is neither.</summary>
    public static Instant? Parse(string text) => Moment.TryParse(text, out var moment)
        ? moment.IsWholeDay ? moment.Instant + (Duration.FromDays(1) - Duration.FromMilliseconds(1)) : moment.Instant
        : null;
}
