using System.Collections.Immutable;
using System.Text.Json;
using Baton.Core.Handoffs;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Teams;

/// <summary>A team as the database has it, without its members.</summary>
internal sealed class TeamRow
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Zone { get; init; } = "";

    public string Hours { get; init; } = "";

    public string Holidays { get; init; } = "[]";

    public Guid? ManagerId { get; init; }

    public int Revision { get; init; }

    /// <summary>How <see cref="Holidays"/> are kept.</summary>
    public static string Keep(IEnumerable<LocalDate> holidays) => JsonSerializer.Serialize(holidays.Select(LocalDatePattern.Iso.Format));

    public ImmutableSortedSet<LocalDate> HolidayDates =>
        [.. JsonSerializer.Deserialize<string[]>(Holidays)!.Select(date => LocalDatePattern.Iso.Parse(date).GetValueOrThrow())];

    public BusinessCalendar Calendar => new(ZoneOf(Zone), HoursOf(Hours), HolidayDates);

    /// <exception cref="InvalidDataException">This machine's time zones lack one that was known when the team was saved.</exception>
    public static DateTimeZone ZoneOf(string name) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? throw new InvalidDataException($"The time zone {name} is unknown to this version of Baton.");

    public static WorkingHours HoursOf(string text) =>
        WorkingHours.Read(text).Hours ?? throw new InvalidDataException($"The working hours `{text}` can no longer be read.");
}

/// <summary>Somebody's place in a team as the database has it.</summary>
internal sealed class MemberRow
{
    public Guid TeamId { get; init; }

    public Guid PersonId { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public int Weight { get; init; }

    public int? Capacity { get; init; }

    public string? Zone { get; init; }

    public string? Hours { get; init; }

    public long Turn { get; init; }

    /// <summary>When they work, where it is not when the team does: of zone and hours, what they have not of their own is the team's.</summary>
    public BusinessCalendar? CalendarIn(BusinessCalendar team) => Zone is null && Hours is null
        ? null
        : team with { Zone = Zone is null ? team.Zone : TeamRow.ZoneOf(Zone), Hours = Hours is null ? team.Hours : TeamRow.HoursOf(Hours) };
}
