using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>The stages that a lead has come to, as the numbers know them.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="Entries">Each coming to a stage, in the order of time; to some more than once.</param>
public sealed record LeadPath(Guid Lead, ImmutableArray<StageEntry> Entries)
{
    /// <summary>When it first came to a stage; null where it never did. A stage that was passed over was not come to.</summary>
    public Instant? FirstAt(Stage stage)
    {
        foreach (var entry in Entries)
        {
            if (entry.Stage == stage)
            {
                return entry.At;
            }
        }

        return null;
    }

    /// <summary>How long it stood where it came to: until it came to the next; the last stay goes on at <paramref name="now"/>.</summary>
    /// <param name="entry">Which coming to a stage, from 0.</param>
    /// <param name="now">When it is asked.</param>
    public StageStay Stay(int entry, Instant now) => Entries[entry] is var came && entry + 1 < Entries.Length
        ? new StageStay(came.Stage, came.At, Entries[entry + 1].At, IsOver: true)
        : new StageStay(came.Stage, came.At, Instant.Max(now, came.At), IsOver: false);
}

/// <summary>A lead's coming to a stage.</summary>
public readonly record struct StageEntry(Stage Stage, Instant At);

/// <summary>A lead's time in a stage.</summary>
/// <param name="Stage">Where.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; until now where it is not over.</param>
/// <param name="IsOver">False where it stands there still.</param>
public readonly record struct StageStay(Stage Stage, Instant From, Instant To, bool IsOver)
{
    /// <summary>How long, in days.</summary>
    public double Days => (To - From).TotalDays;
}
