using System.Collections.Immutable;

namespace Baton.Core.Leads;

/// <summary>Which of several edits holds for an attribute, and which attributes there are where somebody sets ever new ones.</summary>
public static class NewestEdits
{
    /// <summary>The most attributes that a lead or an account has. More are a program's mistake, such as an id or a date in the name, or an attack.</summary>
    public const int MostAttributes = 1_000;

    // How long the values of attributes are kept: of these many first ones as long as may be, of the next ones shorter, of the rest shorter still. So a lead
    // can have much to say, and hundreds of attributes, but not both at once without bounds.
    private const int MostLong = 30;
    private const int MostMiddling = 200;
    private const int LongestMiddling = 500;
    private const int LongestOfRest = 100;

    /// <summary>
    /// The edits with only those attributes of each that no newer one has overwritten; edits without any left are left out. Of more than
    /// <see cref="MostAttributes"/> those stay that <see cref="AttributeName"/> knows, then those without digits, then the shorter, then the first by
    /// alphabet: so it is always the same ones, in whatever order and however grouped the edits come, and what is made up as it goes on goes first. Values are
    /// cut, the later in this order the shorter.
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

        var places = newest.Count > MostLong ? PlacesOf(newest.Keys) : null;
        return [.. newest.Where(entry => PlaceOf(entry.Key) < MostAttributes).GroupBy(entry => entry.Value, entry => entry.Key)
            .Select(kept => kept.Key.Only([.. kept.Select(name => (name, LongestAt(PlaceOf(name))))]))
            .OrderBy(edit => edit.Occurred).ThenBy(edit => edit.Id, StringComparer.Ordinal)];

        int PlaceOf(string name) => places?[name] ?? 0;
    }

    private static Dictionary<string, int> PlacesOf(IEnumerable<string> names) => names
        .OrderBy(name => !AttributeName.IsKnown(name)).ThenBy(name => name.Any(char.IsDigit)).ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
        .Select((name, place) => (name, place)).ToDictionary(entry => entry.name, entry => entry.place, StringComparer.Ordinal);

    private static int LongestAt(int place) => place < MostLong ? Edit.LongestValue : place < MostMiddling ? LongestMiddling : LongestOfRest;

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
