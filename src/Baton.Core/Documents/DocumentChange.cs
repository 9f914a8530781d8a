namespace Baton.Core.Documents;

/// <summary>Says whether a document is another only at one place.</summary>
internal static class DocumentChange
{
    /// <summary>True where nothing but what stands at a place is different, and that is what is expected.</summary>
    /// <param name="before">The document as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="steps">The way to the place.</param>
    /// <param name="expected">Null where nothing is expected there any more.</param>
    public static bool IsOnly(Node before, Node after, ReadOnlySpan<string> steps, Node? expected)
    {
        if (steps.IsEmpty)
        {
            return expected is not null && Same(after, expected);
        }

        var (step, isLast) = (steps[0], steps.Length == 1);
        switch (before, after)
        {
            case (MapNode was, MapNode now):
                var (old, young) = (was.ValueOf(step), now.ValueOf(step));
                return AllSame([.. Others(was, step)], [.. Others(now, step)]) && (isLast
                    ? (expected is null) == (young is null) && (young is null || Same(young, expected!))
                    : old is not null && young is not null && IsOnly(old, young, steps[1..], expected));
            case (ListNode was, ListNode now):
                var at = int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
                return isLast && expected is null ? AllSame([.. was.Items.Take(at), .. was.Items.Skip(at + 1)], now.Items)
                    : now.Items.Count == Math.Max(was.Items.Count, at + 1)
                        && AllSame([.. was.Items.Take(at), .. was.Items.Skip(at + 1)], [.. now.Items.Take(at), .. now.Items.Skip(at + 1)])
                        && (isLast ? Same(now.Items[at], expected!) : IsOnly(was.Items[at], now.Items[at], steps[1..], expected));
            default:
                return false;
        }
    }

    /// <summary>True where both say the same, wherever they stand.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="exchanged">What is expected in the other instead of pieces of the one; null for none.</param>
    public static bool Same(Node one, Node other, IReadOnlyDictionary<Node, Node>? exchanged = null) => (exchanged?.GetValueOrDefault(one) ?? one, other) switch
    {
        (ScalarNode a, ScalarNode b) => a.IsEmpty == b.IsEmpty && (a.IsEmpty || a.Text == b.Text) && a.Quoted == b.Quoted,
        (ListNode a, ListNode b) => AllSame(a.Items, b.Items, exchanged),
        (MapNode a, MapNode b) => AllSame([.. Others(a, null)], [.. Others(b, null)], exchanged),
        _ => false,
    };

    private static bool AllSame(IReadOnlyList<Node> some, IReadOnlyList<Node> others, IReadOnlyDictionary<Node, Node>? exchanged = null) =>
        some.Count == others.Count && some.Zip(others).All(pair => Same(pair.First, pair.Second, exchanged));

    /// <summary>Names and values in turn, without those of one name.</summary>
    private static IEnumerable<Node> Others(MapNode map, string? name) => map.Entries.Where(entry => entry.Key.Text != name).SelectMany(entry => (Node[])[entry.Key, entry.Value]);
}
