using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Api;

/// <summary>Times in calls: ISO 8601, in UTC or with an offset from it, and days.</summary>
internal static class Times
{
    /// <summary>How times are written, for whoever wrote one otherwise.</summary>
    public const string Examples = "`2026-03-31T12:00:00Z` or `2026-03-31T14:00:00+02:00`";

    private const int FirstYear = -9998;
    private const int LastYear = 9999;

    private static readonly OffsetDateTimePattern[] Patterns =
        [OffsetDateTimePattern.ExtendedIso, OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<G>")];

    /// <summary>Reads a time; seconds may be left out, what it is an offset from may not.</summary>
    public static bool TryRead(string? text, out Instant time)
    {
        foreach (var pattern in Patterns)
        {
            // The first and the last year that exist leave no room to move a time to UTC.
            if (pattern.Parse(text ?? "").TryGetValue(default, out var written) && (written.Offset == Offset.Zero || written.Year is > FirstYear and < LastYear))
            {
                time = written.ToInstant();
                return true;
            }
        }

        time = default;
        return false;
    }

    /// <summary>Reads a day such as <c>2026-03-31</c>; null where there is none.</summary>
    public static LocalDate? DayOf(string? text) => LocalDatePattern.Iso.Parse(text?.Trim() ?? "").TryGetValue(default, out var day) ? day : null;

    /// <summary>Reads a time that stands in an address, where a plus sign that is not encoded comes as a blank.</summary>
    public static bool TryReadParameter(string? text, out Instant time) => TryRead(text?.Replace(' ', '+'), out time);
}
