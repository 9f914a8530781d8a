using Baton.Core.Documents;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Handoffs;

/// <summary>Reads the dates of days on which nobody works.</summary>
public static class Holidays
{
    private static readonly LocalDate First = new(1970, 1, 1);
    private static readonly LocalDate Last = new(9998, 12, 31);

    /// <summary>Reads a date such as <c>2026-12-25</c>.</summary>
    /// <returns>The day and no mistake; or none, and a sentence that says what to write.</returns>
    public static (LocalDate? Day, string? Mistake) Read(string date)
    {
        ArgumentNullException.ThrowIfNull(date);
        return LocalDatePattern.Iso.Parse(date.Trim()).TryGetValue(default, out var day) && day >= First && day <= Last
            ? (day, null)
            : (null, $"`{date.Shortened()}` is no date of a calendar; write year, month and day, such as `2026-12-25`.");
    }
}
