using NodaTime;

namespace Baton.Server.Tasks;

/// <summary>
/// What somebody has to do, as a calendar: each task twice, as an appointment of 15 minutes, which all programs show, and as a to-do, which those show that know any. Google
/// and Outlook leave those out.
/// </summary>
internal static class TaskCalendar
{
    private const string Version = "2.0";
    private const string RefreshEvery = "PT15M";

    private static readonly Duration Appointment = Duration.FromMinutes(15);

    /// <summary>The calendar.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="tasks">What they have to do.</param>
    /// <param name="now">When it is asked for.</param>
    public static string Write(string person, IEnumerable<TaskAnswer> tasks, Instant now)
    {
        var text = new CalendarText()
            .Line("BEGIN", "VCALENDAR")
            .Line("VERSION", Version)
            .Line("PRODID", "-//Baton//Tasks//EN")
            .Line("CALSCALE", "GREGORIAN")
            .Line("METHOD", "PUBLISH")
            .Words("NAME", $"Baton: {person}")
            .Words("X-WR-CALNAME", $"Baton: {person}")
            .Line("REFRESH-INTERVAL;VALUE=DURATION", RefreshEvery)
            .Line("X-PUBLISHED-TTL", RefreshEvery);
        foreach (var task in tasks)
        {
            var (summary, description) = ($"{task.Title}: {task.Lead.Called}", Describe(task));
            text.Line("BEGIN", "VEVENT").Line("UID", $"event-{task.Id}@baton").Time("DTSTAMP", now).Time("DTSTART", task.Due).Time("DTEND", task.Due + Appointment)
                .Words("SUMMARY", summary).Words("DESCRIPTION", description).Line("STATUS", "CONFIRMED").Line("TRANSP", "TRANSPARENT").Line("END", "VEVENT");
            text.Line("BEGIN", "VTODO").Line("UID", $"todo-{task.Id}@baton").Time("DTSTAMP", now).Time("DUE", task.Due)
                .Words("SUMMARY", summary).Words("DESCRIPTION", description).Line("STATUS", "NEEDS-ACTION").Line("END", "VTODO");
        }

        return text.Line("END", "VCALENDAR").ToString();
    }

    private static string Describe(TaskAnswer task) => string.Join('\n', ((string Name, string? Value)[])
    [
        ("Lead", task.Lead.Name),
        ("Job", task.Lead.Title),
        ("Company", task.Lead.Company),
        ("Telephone", task.Lead.Phone),
        ("E-mail", task.Lead.Email),
        ("Stage", $"{task.Lead.Stage}, {FormattableString.Invariant($"{task.Lead.Score}")} points"),
    ] is var lines ? lines.Where(line => line.Value is not null).Select(line => $"{line.Name}: {line.Value}") : []);
}
