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

    /// <summary>Marks what the new events show to be a burst, and counts the rows anew that have one.</summary>
    public static void Mark(LeadBook book, IReadOnlyList<StoredEvent> added, IReadOnlyList<LeadRow> owners)
    {
        var clicked = Enumerable.Range(0, added.Count).Where(at => IsClick(added[at])).GroupBy(at => owners[at], at => added[at].Occurred).ToList();
        var marks = new List<(Guid Id, EventMark Mark)>();
        var recounted = new List<LeadRow>();
        foreach (var ofRow in clicked)
        {
            var clicks = Around(book, ofRow.Key, ofRow.Min(), ofRow.Max());
            var fresh = clicks.Where((click, at) => click.Mark == EventMark.None && IsInBurst(clicks, at)).ToList();
            if (fresh.Count > 0)
            {
                marks.AddRange(fresh.Select(click => (click.Id, EventMark.Burst)));
                recounted.Add(ofRow.Key);
            }
        }

        if (recounted.Count > 0)
        {
            EventTable.Mark(book.Transaction, book.WorkspaceId, marks);
            book.Recount(recounted);
        }
    }

    /// <summary>True for the name of what scanners do.</summary>
    public static bool IsClick(string name) => name.Equals(Click, StringComparison.OrdinalIgnoreCase);

    private static bool IsClick(StoredEvent found) => IsClick(found.Name) && found.Mark is EventMark.None or EventMark.Burst;

    /// <summary>The clicks of a row that can be in one burst with new ones between two moments, in the order of time: not all that it ever made.</summary>
    private static List<KeptClick> Around(LeadBook book, LeadRow row, Instant first, Instant last)
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
        return [.. book.Transaction.Connection!.Query<(Guid Id, long Occurred, short Mark)>(
            """
            SELECT event_id, occurred_at, mark FROM event
            WHERE workspace_id = @WorkspaceId AND lead_id = @Id AND occurred_at BETWEEN @from AND @to AND lower(name) = @name AND mark IN (@none, @burst)
            ORDER BY occurred_at
            """,
            parameters,
            book.Transaction).Select(found => new KeptClick(found.Id, Instant.FromUnixTimeMilliseconds(found.Occurred), (EventMark)found.Mark))];
    }

    /// <summary>True where the click is one of enough that lie close together.</summary>
    private static bool IsInBurst(List<KeptClick> clicks, int at)
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

    private readonly record struct KeptClick(Guid Id, Instant Occurred, EventMark Mark);
}
