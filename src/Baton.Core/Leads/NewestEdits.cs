using System.Collections.Immutable;

namespace Baton.Core.Leads;

/// <summary>Which of several edits holds for an attribute, and which attributes there are where somebody sets ever new ones.</summary>
public static class NewestEdits
{
    /// <summary>The most attributes that a lead or an account has. More are a program's mistake, such as an id or a date in the name, or an attack.</summary>
    public const int MostAttributes = 1_000;

    /// <summary>
    /// The edits with only those attributes of each that no newer one has overwritten; edits without any left are left out. Of more than
    /// <see cref="MostAttributes"/> those stay that <see cref="AttributeName"/> knows, then those without digits, then the shorter, then the first by
    /// alphabet: so it is always the same ones, in whatever order and however grouped the edits come, and what is made up as it goes on goes first.
    /// </summary>
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

        if (newest.Count > MostAttributes)
        {
            foreach (var attribute in newest.Keys
                .OrderBy(name => !AttributeName.IsKnown(name)).ThenBy(name => name.Any(char.IsDigit)).ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
                .Skip(MostAttributes).ToList())
            {
                newest.Remove(attribute);
            }
        }

        return [.. newest.GroupBy(entry => entry.Value, entry => entry.Key)
            .Select(kept => kept.Count() == kept.Key.Attributes.Count ? kept.Key : kept.Key.Only(kept))
            .OrderBy(edit => edit.Occurred).ThenBy(edit => edit.Id, StringComparer.Ordinal)];
    }

    /// <summary>True where what these edits set is as much as there can be.</summary>
    public static bool AreFull(IEnumerable<Edit> newest)
    {
        ArgumentNullException.ThrowIfNull(newest);
        return newest.Sum(edit => edit.Attributes.Count) >= MostAttributes;
    }

    /// <summary>True where <paramref name="edit"/> overwrites the attribute of <paramref name="than"/>: by time, then by id, then by value.</summary>
    internal static bool IsNewer(Edit edit, Edit than, string attribute) =>
        edit.Occurred.CompareTo(than.Occurred) is not 0 and var byTime ? byTime > 0
        : string.CompareOrdinal(edit.Id, than.Id) is not 0 and var byId ? byId > 0
        : string.CompareOrdinal(edit.Attributes[attribute].Text, than.Attributes[attribute].Text) > 0;
}
