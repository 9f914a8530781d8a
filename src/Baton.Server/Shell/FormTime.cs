using Baton.Server.Api;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Shell;

/// <summary>Days and times as fields of forms have them.</summary>
internal static class FormTime
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The day of a field such as <c>2026-03-31</c>, in the years from 1970 to 2200: what is outside of them is a slip. Null where there is none.</summary>
    public static LocalDate? DayOf(string text) => Times.DayOf(text) is { Year: >= 1970 and <= 2200 } day ? day : null;

    /// <summary>Why the day of a field is none, for whoever typed it; null where it is one, and of an empty field.</summary>
    public static string? DayProblem(string text) => text.Trim().Length == 0 || DayOf(text) is not null ? null
        : Times.DayOf(text) is null ? Words.Of("Write the day as 2026-03-31.")
        : Words.Of("The day has to be between 1 January 1970 and 31 December 2200.");

    /// <summary>The time of day of a field such as <c>09:30</c>; null where there is none.</summary>
    public static LocalTime? TimeOf(string text) => Time.Parse(text.Trim()) is { Success: true } time ? time.Value : null;

    /// <summary>True of a field that has something in it that is no time of day.</summary>
    public static bool IsWrong(string text) => text.Trim().Length > 0 && TimeOf(text) is null;

    /// <summary>A day as such a field has it.</summary>
    public static string Of(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
