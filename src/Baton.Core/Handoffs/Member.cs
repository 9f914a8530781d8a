using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>Somebody's place in a team.</summary>
/// <param name="PersonId">Who; the same in every team.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Email">Their address, in lower case.</param>
/// <param name="Weight">How large their share is, from 1 to 100, beside the others' weights.</param>
/// <param name="Capacity">The most open hand-offs that they are given, over all teams; null for no limit.</param>
/// <param name="Hours">When they work; null where they work when the team does.</param>
/// <param name="Absences">When they do not work although they otherwise would.</param>
/// <param name="Turn">Where the rotation stands, in weights: the highest is next. It is of use to <see cref="Router"/> alone.</param>
/// <param name="Open">Their open hand-offs now, over all teams.</param>
public sealed record Member(
    Guid PersonId, string Name, string Email, int Weight, int? Capacity, BusinessCalendar? Hours, ImmutableArray<Absence> Absences, long Turn, int Open)
{
    /// <summary>True where they have as many open hand-offs as they are to have at most.</summary>
    public bool IsFull => Open >= Capacity;

    /// <summary>When they work.</summary>
    public BusinessCalendar CalendarIn(Team team) => Hours ?? team.Calendar;

    /// <summary>The absence that the moment falls into, the one that ends last; null where there is none.</summary>
    public Absence? AbsenceAt(Instant at)
    {
        Absence? last = null;
        foreach (var absence in Absences)
        {
            if (absence.Covers(at) && (last is not { } known || (known.To is { } end && (absence.To is not { } other || other > end))))
            {
                last = absence;
            }
        }

        return last;
    }
}
