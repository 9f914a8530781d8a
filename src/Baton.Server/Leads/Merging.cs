using Baton.Core.Lifecycle;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// Makes one lead of two, and two of one again. A merge moves no fact: it says under which row the other one counts from now on. So it is undone
/// exactly, with all that came in meanwhile on the side whose ids it came with.
/// </summary>
internal static class Merging
{
    /// <summary>Somebody with more devices and addresses than this is a script.</summary>
    public const int MostParts = 200;

    private static readonly BulkSelect<Guid, (Guid Lead, Guid Other)> Separations =
        new("lead_id, other_id", "separation", new Columns<Guid>().Uuid("lead_id", id => id), row => (row.Uuid(0), row.Uuid(1)));

    private static readonly BulkInsert<(Guid Lead, Guid Other, Instant Since)> NewSeparations = new(
        "separation",
        new Columns<(Guid Lead, Guid Other, Instant Since)>()
            .Uuid("lead_id", row => row.Lead).Uuid("other_id", row => row.Other).Bigint("since", row => row.Since.ToUnixTimeMilliseconds()),
        "ON CONFLICT DO NOTHING");

    /// <summary>Makes one lead of two, unless somebody has taken them apart or they would have too many parts.</summary>
    /// <param name="book">Both are locked in it.</param>
    /// <param name="one">A lead.</param>
    /// <param name="other">Another one.</param>
    /// <param name="cause">What shows that they are one, for the activity.</param>
    /// <param name="actor">Who says so.</param>
    public static bool TryMerge(LeadBook book, LeadRow one, LeadRow other, string cause, string actor)
    {
        if (book.PartsOf(one).Count + book.PartsOf(other).Count > MostParts || AreSeparated(book, one, other))
        {
            return false;
        }

        var (winner, loser) = ComesFirst(one, other) ? (one, other) : (other, one);
        book.Note(winner, ActivityKinds.Merged, actor, new { Lead = loser.Id, Cause = cause, Stage = loser.Score.Stage.Title(), loser.Score.Total });
        foreach (var part in book.PartsOf(loser).ToList())
        {
            book.MoveTo(part, winner);
        }

        (loser.ParentId, loser.WakeAt, loser.AccountId) = (winner.Id, null, null);
        book.HandOn(loser, winner);
        book.Merges++;
        book.Changed(winner);
        return true;
    }

    /// <summary>Takes a row out of the lead that it was merged into, with what had been merged into it before. It is not merged with it again.</summary>
    public static void Undo(LeadBook book, LeadRow row, string actor)
    {
        var root = book.RootOf(row);
        var parent = book.Find(row.ParentId ?? throw new ArgumentException($"{row.Id} is not part of another lead.", nameof(row)))!;
        var below = Below(book.PartsOf(root), row);
        row.ParentId = null;
        book.TakeBack(root, row, below);
        foreach (var part in below)
        {
            book.MoveTo(part, row);
        }

        NewSeparations.Run(book.Transaction, book.WorkspaceId, [(row.Id, parent.Id, book.Now), (parent.Id, row.Id, book.Now)]);
        book.Note(root, ActivityKinds.Unmerged, actor, new { Lead = row.Id });
        book.Note(row, ActivityKinds.Unmerged, actor, new { Lead = root.Id });
        book.Changed(root);
        book.Changed(row);
    }

    private static List<LeadRow> Below(IReadOnlyList<LeadRow> parts, LeadRow row)
    {
        var below = new List<LeadRow> { row };
        for (var i = 0; i < below.Count; i++)
        {
            below.AddRange(parts.Where(part => part.ParentId == below[i].Id));
        }

        return below;
    }

    /// <summary>
    /// A known lead before a visitor, then the one that is further on the path, then one that left the path before one that was never on it, since why it left holds on; then
    /// the older one.
    /// </summary>
    private static bool ComesFirst(LeadRow one, LeadRow other) =>
        one.IsKnown != other.IsKnown ? one.IsKnown
        : PlaceOf(one) != PlaceOf(other) ? PlaceOf(one) > PlaceOf(other)
        : ExitOf(one) != ExitOf(other) ? ExitOf(one) > ExitOf(other)
        : (one.Created, one.Id).CompareTo((other.Created, other.Id)) < 0;

    /// <summary>How far a lead has come; who was given back stands where leads stand.</summary>
    private static Stage PlaceOf(LeadRow row) => row.Score.Stage.IsOnPath() ? row.Score.Stage : Stage.Lead;

    /// <summary>How far beside the path a lead stands: one that is never a customer is so whoever else it was taken for.</summary>
    private static int ExitOf(LeadRow row) => row.Score.Stage switch { Stage.Disqualified => 2, var stage => stage.IsOnPath() ? 0 : 1 };

    private static bool AreSeparated(LeadBook book, LeadRow one, LeadRow other)
    {
        if (one.IsNew || other.IsNew)
        {
            return false;
        }

        var others = book.PartsOf(other).Select(part => part.Id).ToHashSet();
        return Separations.Run(book.Transaction, book.WorkspaceId, [.. book.PartsOf(one).Select(part => part.Id)]).Exists(pair => others.Contains(pair.Other));
    }
}
