using System.Collections.Immutable;

namespace Baton.Core.Leads;

/// <summary>Which of several edits holds for an attribute.</summary>
public static class NewestEdits
{
    /// <summary>The edits with only those attributes of each that no newer one has overwritten; edits without any left are left out.</summary>
    public static ImmutableArray<Edit> Of(IEnumerable<Edit> edits)
    {
        ArgumentNullException.ThrowIfNull(edits);
        var newest = new Dictionary<string, Edit>(StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            foreach (var (attribute, _) in edit.Attributes)
            {
                if (!newest.TryGetValue(attribute, out var known) || IsNewer(edit, known, attribute))
                {
                    newest[attribute] = edit;
                }
            }
        }

        return [.. newest.GroupBy(entry => entry.Value, entry => entry.Key)
            .Select(kept => kept.Count() == kept.Key.Attributes.Count ? kept.Key : kept.Key.Only(kept))
            .OrderBy(edit => edit.Occurred).ThenBy(edit => edit.Id, StringComparer.Ordinal)];
    }

    /// <summary>True where <paramref name="edit"/> overwrites the attribute of <paramref name="than"/>: by time, then by id, then by value.</summary>
    internal static bool IsNewer(Edit edit, Edit than, string attribute) =>
        edit.Occurred.CompareTo(than.Occurred) is not 0 and var byTime ? byTime > 0
        : string.CompareOrdinal(edit.Id, than.Id) is not 0 and var byId ? byId > 0
        : string.CompareOrdinal(edit.Attributes[attribute].Text, than.Attributes[attribute].Text) > 0;
}
