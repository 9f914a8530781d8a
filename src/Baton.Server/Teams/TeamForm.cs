using System.Globalization;
using Baton.Core.Handoffs;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Teams;

/// <summary>A team as its form has it, just as it was typed.</summary>
/// <param name="Name">What a playbook calls it.</param>
/// <param name="Zone">Its time zone.</param>
/// <param name="Days">Seven days from Monday, each with its stretches.</param>
/// <param name="Holidays">A day to a line.</param>
/// <param name="Manager">The id of who is told of what it misses; empty for nobody.</param>
/// <param name="Members">Who is in it, in order.</param>
/// <param name="Revision">Which state of the team was changed; 0 for a new one.</param>
public sealed record TeamForm(
    string Name, string Zone, IReadOnlyList<IReadOnlyList<TeamStretch>> Days, string Holidays, string Manager, IReadOnlyList<TeamMemberForm> Members, int Revision)
{
    private const int MostMembersShown = TeamDraft.MostMembers;

    /// <summary>What is wrong, by where it is, as <see cref="TeamMistake"/> has it.</summary>
    internal IReadOnlyList<TeamMistake> Mistakes { get; init; } = [];

    /// <summary>A new team, Monday to Friday from nine to five.</summary>
    public static TeamForm New(string zone) => new("", zone, DaysOf(WorkingHours.Read("Mon-Fri 09:00-17:00").Hours!), "", "", [], 0);

    internal static TeamForm Of(TeamInfo team) => new(
        team.Team.Name,
        team.Team.Zone,
        DaysOf(TeamRow.HoursOf(team.Team.Hours)),
        string.Join('\n', team.Team.HolidayDates.Select(LocalDatePattern.Iso.Format)),
        team.Manager?.Id.ToString() ?? "",
        [.. team.Members.Select(member => new TeamMemberForm(
            member.PersonId.ToString(), member.Weight.ToString(CultureInfo.InvariantCulture), member.Capacity?.ToString(CultureInfo.InvariantCulture) ?? "", member.Hours ?? "", member.Zone ?? ""))],
        team.Team.Revision);

    /// <summary>What was sent.</summary>
    internal static TeamForm Of(IFormCollection form)
    {
        var (people, weights, capacities, hours, zones) = (form["person"], form["weight"], form["capacity"], form["ownHours"], form["ownZone"]);
        return new TeamForm(
            form["name"].ToString().Trim(),
            form["zone"].ToString().Trim(),
            [.. Enumerable.Range(1, 7).Select(day => Stretches(form, day))],
            form["holidays"].ToString().ReplaceLineEndings("\n").Trim(),
            form["manager"].ToString().Trim(),
            [.. Enumerable.Range(0, Math.Min(people.Count, MostMembersShown)).Select(at => new TeamMemberForm(Text(people, at), Text(weights, at), Text(capacities, at), Text(hours, at), Text(zones, at)))],
            int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0);

        static string Text(Microsoft.Extensions.Primitives.StringValues values, int at) => at < values.Count ? values[at]?.Trim() ?? "" : "";
    }

    /// <summary>The form after a button of it that does not save: another row, one less, the hours of Monday on other days.</summary>
    /// <param name="button">Such as <c>drop:2</c>.</param>
    /// <returns>Null where the button saves.</returns>
    internal TeamForm? After(string button)
    {
        var (what, at) = button.Split(':') is [var word, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (word, index) : (button, 0);
        return what switch
        {
            "add" => this with { Members = [.. Members, TeamMemberForm.Empty] },
            "drop" => this with { Members = [.. Members.Where((_, place) => place != at)] },
            "up" when at > 0 && at < Members.Count => this with { Members = [.. Members.Take(at - 1), Members[at], Members[at - 1], .. Members.Skip(at + 1)] },
            "more" => this with { Days = [.. Days.Select((day, place) => place == at ? [.. day, TeamStretch.Empty] : day)] },
            "copy" => this with { Days = [.. Days.Select((day, place) => place is > 0 and < 5 ? Days[0] : day)] },
            _ => null,
        };
    }

    /// <summary>What is asked for, for the API.</summary>
    internal TeamRequest Request() => new(
        Name,
        Zone,
        Hours(),
        [.. Holidays.Split(['\n', ' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Manager.Length == 0 ? null : Manager,
        [.. Members.Select(member => new TeamMemberRequest(
            member.Person, NumberOf(member.Weight, empty: 1), NumberOf(member.Capacity, empty: null), member.Zone.Length == 0 ? null : member.Zone, member.Hours.Length == 0 ? null : member.Hours))]);

    /// <summary>What is wrong at a place, or in it; null for nothing.</summary>
    public string? MistakeAt(string place)
    {
        var found = Mistakes.Where(mistake => mistake.At == place || mistake.At.StartsWith(place + "[", StringComparison.Ordinal) && place != "members").Select(mistake => mistake.Message).Take(5).ToList();
        return found.Count == 0 ? null : string.Join(' ', found);
    }

    /// <summary>The hours as people write them. A day on which hours end at 00:00 ends at midnight.</summary>
    private string Hours() => string.Join("; ", Days.Select((stretches, day) => (Stretches: stretches.Where(one => !one.IsEmpty).ToList(), Day: (IsoDayOfWeek)(day + 1)))
        .Where(day => day.Stretches.Count > 0)
        .Select(day => $"{day.Day.ToString()[..3]} {string.Join(", ", day.Stretches.Select(one => $"{one.From}-{(one.To is "00:00" ? "24:00" : one.To)}"))}"));

    // What is no number is refused as one that is too small.
    private static int? NumberOf(string text, int? empty) => text.Length == 0 ? empty : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static IReadOnlyList<TeamStretch> Stretches(IFormCollection form, int day)
    {
        const int Most = 6;
        var (from, to) = (form[FormattableString.Invariant($"from{day}")], form[FormattableString.Invariant($"to{day}")]);
        List<TeamStretch> stretches = [.. Enumerable.Range(0, Math.Min(Most, Math.Min(from.Count, to.Count))).Select(at => new TeamStretch(from[at]?.Trim() ?? "", to[at]?.Trim() ?? "")).Where(one => !one.IsEmpty)];
        return stretches.Count == 0 ? [TeamStretch.Empty] : stretches;
    }

    private static IReadOnlyList<IReadOnlyList<TeamStretch>> DaysOf(WorkingHours hours) =>
        [.. Enumerable.Range(1, 7).Select(day => (IReadOnlyList<TeamStretch>)(hours[(IsoDayOfWeek)day] is { IsEmpty: false } some ? [.. some.Select(TeamStretch.Of)] : [TeamStretch.Empty]))];
}

/// <summary>A stretch of a day as two fields have it.</summary>
/// <param name="From">Such as <c>09:00</c>; empty where nobody works.</param>
/// <param name="To">Such as <c>17:00</c>; <c>00:00</c> is midnight.</param>
public sealed record TeamStretch(string From, string To)
{
    public static TeamStretch Empty { get; } = new("", "");

    public bool IsEmpty => From.Length == 0 && To.Length == 0;

    internal static TeamStretch Of(OpenHours hours) => new(Clock(hours.From), Clock(hours.To % OpenHours.WholeDay));

    private static string Clock(int minute) => FormattableString.Invariant($"{minute / 60:00}:{minute % 60:00}");
}

/// <summary>Somebody's place in a team as its row has it.</summary>
/// <param name="Person">Their id.</param>
/// <param name="Weight">How large their share is.</param>
/// <param name="Capacity">The most open hand-offs; empty for no limit.</param>
/// <param name="Hours">When they work; empty for when the team does.</param>
/// <param name="Zone">Their time zone; empty for the team's.</param>
public sealed record TeamMemberForm(string Person, string Weight, string Capacity, string Hours, string Zone)
{
    public static TeamMemberForm Empty { get; } = new("", "1", "", "", "");
}
