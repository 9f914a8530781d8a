using Baton.Server.Intake;
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
        var clicked = Enumerable.Range(0, added.Count).Where(at => IsClick(added[at])).Select(at => owners[at]).Distinct().ToList();
        if (clicked.Count == 0)
        {
            return;
        }

        var marks = new List<(Guid Id, EventMark Mark)>();
        var recounted = new List<LeadRow>();
        var kept = EventTable.Of(book.Transaction, book.WorkspaceId, [.. clicked.Select(row => row.Id)]).ToLookup(found => found.LeadId);
        foreach (var row in clicked)
        {
            var clicks = kept[row.Id].Where(IsClick).OrderBy(click => click.Occurred).ToList();
            var fresh = clicks.Where((click, at) => click.Mark == EventMark.None && IsInBurst(clicks, at)).ToList();
            if (fresh.Count > 0)
            {
                marks.AddRange(fresh.Select(click => (click.Id, EventMark.Burst)));
                recounted.Add(row);
            }
        }

        EventTable.Mark(book.Transaction, book.WorkspaceId, marks);
        book.Recount(recounted);
    }

    /// <summary>True for the name of what scanners do.</summary>
    public static bool IsClick(string name) => name.Equals(Click, StringComparison.OrdinalIgnoreCase);

    private static bool IsClick(StoredEvent found) => IsClick(found.Name) && found.Mark is EventMark.None or EventMark.Burst;

    /// <summary>True where the click is one of enough that lie close together.</summary>
    private static bool IsInBurst(List<StoredEvent> clicks, int at)
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
}
