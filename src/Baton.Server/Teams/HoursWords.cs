using Baton.Core.Handoffs;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>Working hours, and how work is shared, in the language of the page.</summary>
internal static class HoursWords
{
    /// <summary>Such as <c>Mon-Fri 09:00-17:00</c>.</summary>
    public static string Of(string hours, IStringLocalizer<Words> words) => Languages.Current == "en" ? hours : hours
        .Replace("Mon", words["Mon"], StringComparison.Ordinal)
        .Replace("Tue", words["Tue"], StringComparison.Ordinal)
        .Replace("Wed", words["Wed"], StringComparison.Ordinal)
        .Replace("Thu", words["Thu"], StringComparison.Ordinal)
        .Replace("Fri", words["Fri"], StringComparison.Ordinal)
        .Replace("Sat", words["Sat"], StringComparison.Ordinal)
        .Replace("Sun", words["Sun"], StringComparison.Ordinal);

    /// <summary>A day of the week.</summary>
    public static string Of(IsoDayOfWeek day, IStringLocalizer<Words> words) => day switch
    {
        IsoDayOfWeek.Monday => words["Monday"],
        IsoDayOfWeek.Tuesday => words["Tuesday"],
        IsoDayOfWeek.Wednesday => words["Wednesday"],
        IsoDayOfWeek.Thursday => words["Thursday"],
        IsoDayOfWeek.Friday => words["Friday"],
        IsoDayOfWeek.Saturday => words["Saturday"],
        IsoDayOfWeek.Sunday => words["Sunday"],
        _ => "",
    };

    /// <summary>How a team shares what it is given.</summary>
    public static string Of(Assignment pick, IStringLocalizer<Words> words) => pick switch
    {
        Assignment.RoundRobin => words["in turn"],
        Assignment.Weighted => words["by weight"],
        Assignment.LeastOpen => words["to whoever has the fewest open"],
    };

    /// <summary>What was done just now; null for nothing.</summary>
    public static string? Done(string? done) => done switch
    {
        "added" => Words.Of("The team is there. A playbook's routes can name it now."),
        "saved" => Words.Of("Saved. What is handed over from now on follows it; what is open keeps its deadlines."),
        "deleted" => Words.Of("The team is deleted. Its people are still here."),
        _ => null,
    };
}
