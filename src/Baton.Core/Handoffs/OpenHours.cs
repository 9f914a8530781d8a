namespace Baton.Core.Handoffs;

/// <summary>A stretch of a day in which somebody works, in minutes from the midnight that begins the day by the wall clock.</summary>
/// <param name="From">The first minute, from 0.</param>
/// <param name="To">The minute at which it ends, which is not part of it; at most 1,440, which is 24:00, and above <paramref name="From"/>.</param>
public readonly record struct OpenHours(int From, int To)
{
    /// <summary>The minutes of a day by the wall clock.</summary>
    public const int WholeDay = 24 * 60;

    /// <summary>Such as <c>09:00-12:30</c>.</summary>
    public override string ToString() => $"{Clock(From)}-{Clock(To)}";

    internal static string Clock(int minute) => FormattableString.Invariant($"{minute / 60:00}:{minute % 60:00}");
}
