using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>The hours of a week in which somebody works, by the wall clock: at least one stretch a week.</summary>
public sealed class WorkingHours : IEquatable<WorkingHours>
{
    private readonly ImmutableArray<OpenHours>[] _days;

    /// <param name="days">Seven days from Monday; each in order, its stretches apart from each other.</param>
    private WorkingHours(ImmutableArray<OpenHours>[] days) => _days = days;

    /// <summary>Every minute of the week.</summary>
    public static WorkingHours Always { get; } = Of(Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Select(day => (day, new OpenHours(0, OpenHours.WholeDay))));

    /// <summary>What a day has, in order; stretches that touch are one.</summary>
    public ImmutableArray<OpenHours> this[IsoDayOfWeek day] => _days[(int)day - 1];

    /// <summary>The hours of which the week is made.</summary>
    /// <exception cref="ArgumentException">There are none, one is empty or not within a day, or two of a day overlap.</exception>
    public static WorkingHours Of(IEnumerable<(IsoDayOfWeek Day, OpenHours Hours)> week)
    {
        ArgumentNullException.ThrowIfNull(week);
        var days = new List<OpenHours>[7];
        foreach (var (day, hours) in week)
        {
            if (hours is not { From: >= 0, To: <= OpenHours.WholeDay } || hours.From >= hours.To)
            {
                throw new ArgumentException($"{hours} is no part of a day.", nameof(week));
            }

            (days[(int)day - 1] ??= []).Add(hours);
        }

        return Array.TrueForAll(days, day => day is null)
            ? throw new ArgumentException("A week without working hours never opens.", nameof(week))
            : new WorkingHours([.. days.Select(day => Joined(day ?? []))]);
    }

    /// <summary>
    /// Reads hours as people write them: <c>Mon-Fri 09:00-12:30, 13:00-17:00; Sat 10:00-12:00</c>. Hours without a day are those of the days before
    /// them; <c>Mon 22:00-06:00</c> goes on into Tuesday; <c>24x7</c> is always.
    /// </summary>
    /// <returns>The hours and no mistakes; or none, and every mistake as a sentence that says what to do.</returns>
    public static (WorkingHours? Hours, IReadOnlyList<string> Mistakes) Read(string text) => WorkingHoursReader.Read(text);

    /// <summary>The hours in the form that <see cref="Read"/> reads, the shortest: days that are alike and next to each other are one range.</summary>
    public override string ToString() => WorkingHoursText.Of(this);

    /// <inheritdoc/>
    public bool Equals(WorkingHours? other) => other is not null && _days.Zip(other._days).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WorkingHours);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var hours in _days.SelectMany(day => day))
        {
            hash.Add(hours);
        }

        return hash.ToHashCode();
    }

    private static ImmutableArray<OpenHours> Joined(List<OpenHours> day)
    {
        var joined = new List<OpenHours>();
        foreach (var hours in day.OrderBy(hours => hours.From))
        {
            if (joined is [.., var last] && hours.From < last.To)
            {
                throw new ArgumentException($"{last} and {hours} overlap.", nameof(day));
            }

            if (joined is [.., var touching] && hours.From == touching.To)
            {
                joined[^1] = touching with { To = hours.To };
            }
            else
            {
                joined.Add(hours);
            }
        }

        return [.. joined];
    }
}
