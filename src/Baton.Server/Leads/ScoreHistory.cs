using System.Collections.Immutable;
using Baton.Core.Leads;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What a score was at the end of a UTC day; on the last one at the moment that is asked about.</summary>
/// <param name="Day">The day.</param>
/// <param name="Total">Fit and engagement together, within the playbook's range.</param>
/// <param name="Fit">Who the lead was.</param>
/// <param name="Engagement">What it did.</param>
public sealed record ScorePoint(LocalDate Day, int Total, long Fit, long Engagement);

/// <summary>
/// A lead's score through time, by the playbook that it is scored by now. What it did is taken from its tallies, which have it by day, so that it takes no longer for a lead that
/// did much.
/// </summary>
internal static class ScoreHistory
{
    /// <summary>The most days that are looked at, evenly apart.</summary>
    public const int MostPoints = 120;

    /// <param name="lead">The lead as it is now.</param>
    /// <param name="facts">What set the attributes of its parts.</param>
    /// <param name="accountFacts">What set those of its account.</param>
    /// <param name="until">The moment of the last point.</param>
    public static IReadOnlyList<ScorePoint> Of(LeadReading lead, IReadOnlyList<StoredEvent> facts, IReadOnlyList<StoredEvent> accountFacts, Instant until)
    {
        var (scorer, reader) = (lead.Playbook.Scorer, new CallReader(lead.Playbook));
        var edits = EditsOf(facts, call => call.Traits);
        var record = new LeadRecord(edits, EditsOf(accountFacts, call => call.AccountTraits), lead.Record.Tallies);
        var first = ((LocalDate?[])[lead.Root.Created.InUtc().Date, record.Tallies.FirstDay, edits.IsEmpty ? null : edits.Min(edit => edit.Occurred).InUtc().Date]).Min()!.Value;
        return [.. Days(first, until.InUtc().Date).Select(day =>
        {
            var score = scorer.Score(record, Instant.Min(day.PlusDays(1).AtMidnight().InUtc().ToInstant() - Duration.FromMilliseconds(1), until));
            return new ScorePoint(day, score.Total, score.Fit, score.Engagement);
        })];

        ImmutableArray<Edit> EditsOf(IReadOnlyList<StoredEvent> events, Func<Call, ImmutableArray<KeyValuePair<string, Core.Conditions.Value>>> traits) =>
            [.. events.Select(kept => new Edit(kept.Id.ToString(), kept.Occurred, traits(reader.Read(kept))))];
    }

    /// <summary>Days evenly apart, the last one among them.</summary>
    public static IReadOnlyList<LocalDate> Days(LocalDate first, LocalDate last)
    {
        var all = Math.Max(0, Period.DaysBetween(first, last));
        var step = Math.Max(1, (all + MostPoints - 2) / (MostPoints - 1));
        return [.. Enumerable.Range(0, (all / step) + 1).Select(number => last.PlusDays(-step * number)).Reverse()];
    }
}
