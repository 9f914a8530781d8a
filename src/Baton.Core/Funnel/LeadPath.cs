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

    /// <summary>How long it stood where, in the order of time; the last stay goes on at <paramref name="now"/>.</summary>
    public IEnumerable<StageStay> Stays(Instant now) => Entries.Select((entry, at) =>
        at + 1 < Entries.Length ? new StageStay(entry.Stage, entry.At, Entries[at + 1].At, IsOver: true) : new StageStay(entry.Stage, entry.At, Instant.Max(now, entry.At), IsOver: false));
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
