using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>A team as somebody wants to have it; whether its people are there was not looked up yet.</summary>
/// <param name="Name">What a playbook calls it, from 1 to 100 characters.</param>
/// <param name="Calendar">When it works.</param>
/// <param name="Manager">The address or the id of who is told of what it misses; null for nobody.</param>
/// <param name="Members">Who is in it, in the order that decides where all else is equal.</param>
public sealed record TeamDraft(string Name, BusinessCalendar Calendar, string? Manager, ImmutableArray<MemberDraft> Members)
{
    /// <summary>The most UTF-16 characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>The most members of a team.</summary>
    public const int MostMembers = 1_000;

    /// <summary>The most holidays of a calendar.</summary>
    public const int MostHolidays = 2_000;
}

/// <summary>Somebody's place in a team as it is wanted.</summary>
/// <param name="Person">Their address or id.</param>
/// <param name="Weight">How large their share is, from 1 to <see cref="MostWeight"/>.</param>
/// <param name="Capacity">The most open hand-offs that they are given, from 0 to <see cref="MostCapacity"/>; null for no limit.</param>
/// <param name="Zone">Whose wall clock they work by; null for the team's.</param>
/// <param name="Hours">When they work; null for the team's.</param>
public sealed record MemberDraft(string Person, int Weight, int? Capacity, DateTimeZone? Zone, WorkingHours? Hours)
{
    /// <summary>The largest weight.</summary>
    public const int MostWeight = 100;

    /// <summary>The largest capacity.</summary>
    public const int MostCapacity = 10_000;
}
