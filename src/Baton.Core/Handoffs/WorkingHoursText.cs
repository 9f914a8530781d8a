using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>Writes <see cref="WorkingHours"/> as people do.</summary>
internal static class WorkingHoursText
{
    /// <summary>From Monday to Sunday.</summary>
    public static readonly IReadOnlyList<IsoDayOfWeek> Days = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)];

    /// <summary>Such as <c>Mon</c>.</summary>
    public static string Name(IsoDayOfWeek day) => $"{day}"[..3];

    public static string Of(WorkingHours hours)
    {
        var days = Days.Select(day => (Day: day, Hours: string.Join(", ", Written(hours, day)))).ToList();
        var groups = new List<string>();
        for (var i = 0; i < days.Count;)
        {
            var last = i;
            while (last + 1 < days.Count && days[last + 1].Hours == days[i].Hours)
            {
                last++;
            }

            if (days[i].Hours.Length > 0)
            {
                groups.Add($"{Name(days[i].Day)}{(last > i ? "-" + Name(days[last].Day) : "")} {days[i].Hours}");
            }

            i = last + 1;
        }

        return string.Join("; ", groups);
    }

    /// <summary>What begins on a day, hours over midnight as one: <c>22:00-06:00</c>.</summary>
    private static IEnumerable<string> Written(WorkingHours hours, IsoDayOfWeek day)
    {
        var before = hours[day == IsoDayOfWeek.Monday ? IsoDayOfWeek.Sunday : day - 1];
        var after = hours[day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1];
        foreach (var stretch in hours[day])
        {
            if (before is [.., var evening] && GoesOver(evening, stretch))
            {
                continue;
            }

            yield return after is [var morning, ..] && GoesOver(stretch, morning) ? $"{new OpenHours(stretch.From, morning.To)}" : $"{stretch}";
        }
    }

    /// <summary>True where the two are one shift over midnight, shorter than a day.</summary>
    private static bool GoesOver(OpenHours evening, OpenHours morning) =>
        evening.To == OpenHours.WholeDay && morning.From == 0 && morning.To < evening.From;
}
