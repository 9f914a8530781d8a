using System.Globalization;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>The names of a CSV file's columns.</summary>
/// <param name="Names">In file order, each of them once: trimmed; "column 3" for a blank one; "Name (2)" for the second "Name".</param>
/// <param name="Notes">One sentence for every name that had to be changed; one for all blank names where there are many.</param>
public sealed record CsvHeader(IReadOnlyList<string> Names, IReadOnlyList<string> Notes)
{
    /// <summary>The most columns. Programs that people keep leads in write a few hundred; a file with far more is read with another delimiter than it was written with.</summary>
    internal const int Most = 10_000;

    /// <summary>More blank names are told together.</summary>
    private const int MostNameless = 3;

    private static readonly char[] Invisible = ['\uFEFF', '\u200B', '\0'];

    internal static CsvHeader Of(CsvRecords record)
    {
        var (taken, times) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        var names = new List<string>(record.Count);
        var (nameless, notes) = (new List<string>(), new List<string>());
        for (int i = 0; i < record.Count; i++)
        {
            string name = Trim(Encoding.UTF8.GetString(record[i]));
            string position = (i + 1).ToString(CultureInfo.InvariantCulture);
            string unique = Unique(name.Length == 0 ? $"column {position}" : name, taken, times);
            if (name.Length == 0)
            {
                nameless.Add($"Column {position} has no name; it is called \"{unique}\".");
            }
            else if (unique != name)
            {
                notes.Add($"Column {position} repeats the name \"{name}\"; it is called \"{unique}\".");
            }

            names.Add(unique);
        }

        return new CsvHeader(names, nameless.Count <= MostNameless ? [.. nameless, .. notes] : [string.Create(CultureInfo.InvariantCulture, $"{nameless.Count:N0} columns have no name; they are called by their places."), .. notes]);
    }

    private static string Trim(string name)
    {
        string trimmed = name.Trim().Trim(Invisible);
        return trimmed.Length == name.Length ? name : Trim(trimmed);
    }

    /// <summary>A name that no column before has: with the number of times behind it, where there are several.</summary>
    private static string Unique(string name, HashSet<string> taken, Dictionary<string, int> times)
    {
        string unique = name;
        while (!taken.Add(unique))
        {
            times[name] = times.GetValueOrDefault(name, 1) + 1;
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} ({times[name]})");
        }

        return unique;
    }
}
