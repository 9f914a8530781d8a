using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Shell;

/// <summary>Moments and lengths of time in the language of the page.</summary>
internal static class MomentWords
{
    private static readonly string[] English = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] German = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."];

    /// <summary>Such as <c>23 Nov 2026, 14:05</c>.</summary>
    public static string Exact(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        return FormattableString.Invariant($"{Day(local.Date)}, {local.Hour:00}:{local.Minute:00}");
    }

    /// <summary>Such as <c>23 Nov 2026</c>.</summary>
    public static string Day(LocalDate day) => Languages.Current == "de"
        ? FormattableString.Invariant($"{day.Day}. {German[day.Month - 1]} {day.Year}")
        : FormattableString.Invariant($"{day.Day} {English[day.Month - 1]} {day.Year}");

    /// <summary>Such as <c>in 5 min</c> or <c>3 h ago</c>; the day where it is a week or more away.</summary>
    public static string Relative(Instant at, Instant now, DateTimeZone zone, IStringLocalizer<Words> words)
    {
        var away = at - now;
        var far = away < Duration.Zero ? -away : away;
        return far < Duration.FromSeconds(45) ? words["now"]
            : far >= Duration.FromDays(7) ? Day(at.InZone(zone).Date)
            : (away > Duration.Zero, Math.Round(far.TotalDays) is > 1 and var days && far >= Duration.FromHours(23.5) ? (long)days : 1) switch
            {
                (true, > 1 and var some) => words["in {0} days", some],
                (false, > 1 and var some) => words["{0} days ago", some],
                (true, _) => words["in {0}", Length(far, words)],
                (false, _) => words["{0} ago", Length(far, words)],
            };
    }

    /// <summary>Since when something is so, such as <c>for 5 min</c> or <c>for 3 h</c>; <c>since</c> a day where that is a week or more ago.</summary>
    public static string Since(Instant at, Instant now, DateTimeZone zone, IStringLocalizer<Words> words) => (now - at) switch
    {
        var gone when gone < Duration.FromSeconds(45) => words["since just now"],
        var gone when gone >= Duration.FromDays(7) => words["since {0}", Day(at.InZone(zone).Date)],
        var gone when gone < Duration.FromMinutes(59.5) => words["for {0} min", (long)Math.Max(1, Math.Round(gone.TotalMinutes))],
        var gone when gone < Duration.FromHours(23.5) => words["for {0} h", (long)Math.Round(gone.TotalHours)],
        var gone => Math.Round(gone.TotalDays) is > 1 and var days ? words["for {0} days", (long)days] : words["for 1 day"],
    };

    /// <summary>Such as <c>5 min</c>, <c>3 h</c> or <c>2 days</c>, rounded.</summary>
    public static string Length(Duration length, IStringLocalizer<Words> words) =>
        length < Duration.FromMinutes(59.5) ? words["{0} min", (long)Math.Max(1, Math.Round(length.TotalMinutes))]
        : length < Duration.FromHours(23.5) ? words["{0} h", (long)Math.Round(length.TotalHours)]
        : Math.Round(length.TotalDays) is > 1 and var days ? words["{0} days", (long)days]
        : words["1 day"];
}
