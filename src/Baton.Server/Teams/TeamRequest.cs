using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Baton.Core.Handoffs;
using Baton.Server.Api;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>A team to have.</summary>
/// <param name="Name">What a playbook calls it, from 1 to 100 characters; no other team has it, whatever the case of its letters.</param>
/// <param name="Zone">Its time zone in the IANA's database.</param>
/// <param name="Hours">When it works, by the wall clock of the zone; `24x7` for always.</param>
/// <param name="Holidays">Days on which nobody works, each as year, month and day.</param>
/// <param name="Manager">The address or id of who is told of what it misses; left out for nobody.</param>
/// <param name="Members">Who is in it, in the order that decides where all else is equal.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TeamRequest(
    [property: JsonRequired] string Name,
    [property: JsonRequired] string Zone,
    [property: JsonRequired] string Hours,
    IReadOnlyList<string>? Holidays = null,
    string? Manager = null,
    IReadOnlyList<TeamMemberRequest>? Members = null)
{
    /// <summary>Reads what was sent; null, and every mistake, where there are some.</summary>
    public (TeamDraft? Draft, IReadOnlyList<TeamMistake> Mistakes) Read()
    {
        var mistakes = new List<TeamMistake>();
        if (Names.Clean(Name, TeamDraft.LongestName) is null)
        {
            Add("name", $"A team’s name is {Names.Words(TeamDraft.LongestName)}.");
        }

        var zone = ReadZone(Zone, "zone");
        var hours = ReadHours(Hours, "hours");
        var days = new List<LocalDate>();
        for (var i = 0; i < (Holidays ?? []).Count; i++)
        {
            var (day, mistake) = Core.Handoffs.Holidays.Read(Holidays![i] ?? "");
            Add(FormattableString.Invariant($"holidays[{i}]"), mistake);
            days.Add(day ?? default);
        }

        if (days.Count > TeamDraft.MostHolidays)
        {
            Add("holidays", $"A team has at most {TeamDraft.MostHolidays:N0} holidays. Leave out those of past years.");
        }

        if (Members is { Count: > TeamDraft.MostMembers })
        {
            Add("members", $"A team has at most {TeamDraft.MostMembers:N0} members. Make several teams of it.");
        }

        var members = (Members ?? []).Select((member, i) => ReadMember(member, FormattableString.Invariant($"members[{i}]"))).ToImmutableArray();
        return mistakes.Count > 0 ? (null, mistakes) : (new TeamDraft(Name.Trim(), new BusinessCalendar(zone!, hours!, [.. days]), Manager, members), []);

        void Add(string at, string? mistake)
        {
            if (mistake is not null)
            {
                mistakes.Add(new TeamMistake(at, mistake));
            }
        }

        DateTimeZone? ReadZone(string? text, string at)
        {
            var (read, mistake) = TimeZoneNames.Read(text ?? "");
            Add(at, mistake);
            return read;
        }

        WorkingHours? ReadHours(string? text, string at)
        {
            var (read, found) = WorkingHours.Read(text ?? "");
            foreach (var mistake in found)
            {
                Add(at, mistake);
            }

            return read;
        }

        MemberDraft ReadMember(TeamMemberRequest? member, string at)
        {
            if (string.IsNullOrWhiteSpace(member?.Person))
            {
                Add($"{at}.person", "Say who: their address or id.");
            }

            if (member?.Weight is < 1 or > MemberDraft.MostWeight)
            {
                Add($"{at}.weight", FormattableString.Invariant($"A weight is from 1 to {MemberDraft.MostWeight}, and {member.Weight} is not."));
            }

            if (member?.Capacity is < 0 or > MemberDraft.MostCapacity)
            {
                Add($"{at}.capacity", FormattableString.Invariant($"A capacity is from 0 to {MemberDraft.MostCapacity:N0}, and {member.Capacity} is not. Leave it out for no limit."));
            }

            return new MemberDraft(
                member?.Person ?? "",
                member?.Weight ?? 1,
                member?.Capacity,
                member?.Zone is { } own ? ReadZone(own, $"{at}.zone") : null,
                member?.Hours is { } times ? ReadHours(times, $"{at}.hours") : null);
        }
    }
}

/// <summary>Somebody to have in a team.</summary>
/// <param name="Person">Their address or id.</param>
/// <param name="Weight">How large their share is beside the others' weights, from 1 to 100; 1 where nothing is said.</param>
/// <param name="Capacity">The most open hand-offs that they are given, over all teams; left out for no limit.</param>
/// <param name="Zone">Their time zone; left out for the team's.</param>
/// <param name="Hours">When they work; left out for when the team does.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TeamMemberRequest([property: JsonRequired] string Person, int? Weight = null, int? Capacity = null, string? Zone = null, string? Hours = null);
