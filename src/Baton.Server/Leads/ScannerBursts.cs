using Baton.Server.Intake;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// Marks what mail scanners do: they follow every link of a mail within seconds of its arrival. Whether an event is part of a burst depends on those
/// around it, in whatever order they come in.
/// </summary>
internal static class ScannerBursts
{
    private const string Click = "Email Link Clicked";

    /// <summary>That many clicks, ...</summary>
    private const int Fewest = 3;

    /// <summary>... the first and the last of which are not further apart than this, are a machine's.</summary>
    private static readonly Duration Longest = Duration.FromSeconds(10);

    private static readonly Duration LongestRunGap = Duration.FromHours(1);

    /// <summary>Marks the new events that are part of a burst, and those kept before that they show to be part of one.</summary>
    /// <param name="book">Has the owners.</param>
    /// <param name="added">New, and neither kept nor counted yet. What is marked is replaced.</param>
    /// <param name="owners">Whose each is.</param>
    public static void Mark(LeadBook book, List<StoredEvent> added, IReadOnlyList<LeadRow> owners)
    {
        foreach (var ofRow in Enumerable.Range(0, added.Count).Where(at => IsClick(added[at])).GroupBy(at => owners[at]).ToList())
        {
            var clicks = ofRow.Select(at => new Candidate(added[at].Id, added[at].Occurred, added[at].Mark, at))
                .Concat(ofRow.Key.IsNew ? [] : Runs(ofRow.Select(at => added[at].Occurred)).SelectMany(run => Around(book, ofRow.Key, run.First, run.Last)))
                .OrderBy(click => click.Occurred)
                .ToList();
            var fresh = clicks.Where((click, at) => click.Mark == EventMark.None && IsInBurst(clicks, at)).ToLookup(click => click.New is null);
            foreach (var click in fresh[false])
            {
                added[click.New!.Value] = added[click.New.Value] with { Mark = EventMark.Burst };
            }

            if (fresh[true].Any())
            {
                book.Mark(ofRow.Key, EventTable.Find(book.Transaction, book.WorkspaceId, [.. fresh[true].Select(click => click.Id)]), EventMark.Burst);
            }
        }
    }

    /// <summary>True for the name of what scanners do.</summary>
    public static bool IsClick(string name) => name.Equals(Click, StringComparison.OrdinalIgnoreCase);

    private static bool IsClick(StoredEvent found) => IsClick(found.Name) && found.Mark is EventMark.None or EventMark.Burst;

    /// <summary>Moments that are close enough to be looked at together: between those that are far apart there may be any number of old clicks.</summary>
    private static IEnumerable<(Instant First, Instant Last)> Runs(IEnumerable<Instant> moments)
    {
        (Instant First, Instant Last)? run = null;
        foreach (var moment in moments.Order())
        {
            if (run is { } ended && moment - ended.Last > LongestRunGap)
            {
                yield return ended;
                run = null;
            }

            run = (run?.First ?? moment, moment);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The clicks of a row that can be in one burst with new ones between two moments: not all that it ever made.</summary>
    private static IEnumerable<Candidate> Around(LeadBook book, LeadRow row, Instant first, Instant last)
    {
        var parameters = new
        {
            book.WorkspaceId,
            row.Id,
            name = Click.ToLowerInvariant(),
            from = (first - Longest).ToUnixTimeMilliseconds(),
            to = (last + Longest).ToUnixTimeMilliseconds(),
            none = (short)EventMark.None,
            burst = (short)EventMark.Burst,
        };
        return book.Transaction.Connection!.Query<(Guid Id, long Occurred, short Mark)>(
            """
            SELECT event_id, occurred_at, mark FROM event
            WHERE workspace_id = @WorkspaceId AND lead_id = @Id AND occurred_at BETWEEN @from AND @to AND lower(name) = @name AND mark IN (@none, @burst)
            """,
            parameters,
            book.Transaction).Select(found => new Candidate(found.Id, Instant.FromUnixTimeMilliseconds(found.Occurred), (EventMark)found.Mark, New: null));
    }

    /// <summary>True where the click is one of enough that lie close together.</summary>
    private static bool IsInBurst(List<Candidate> clicks, int at)
    {
        for (var first = Math.Max(0, at - Fewest + 1); first <= at && first + Fewest <= clicks.Count; first++)
        {
            if (clicks[first + Fewest - 1].Occurred - clicks[first].Occurred <= Longest)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Id">The event.</param>
    /// <param name="Occurred">When.</param>
    /// <param name="Mark">None, or that it is part of a burst.</param>
    /// <param name="New">Its place among the new ones; null where it is kept already.</param>
    private readonly record struct Candidate(Guid Id, Instant Occurred, EventMark Mark, int? New);
}
