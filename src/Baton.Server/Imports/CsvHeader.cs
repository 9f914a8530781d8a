using System.Globalization;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>The names of a CSV file's columns.</summary>
/// <param name="Names">In file order, each of them once: trimmed; "column 3" for a blank one; "Name (2)" for the second "Name".</param>
/// <param name="Notes">One sentence for every name that had to be changed.</param>
public sealed record CsvHeader(IReadOnlyList<string> Names, IReadOnlyList<string> Notes)
{
    private static readonly char[] Invisible = ['\uFEFF', '\u200B', '\0'];

    internal static CsvHeader Of(CsvRecords record)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(record.Count);
        var notes = new List<string>();
        for (int i = 0; i < record.Count; i++)
        {
            string name = Trim(Encoding.UTF8.GetString(record[i]));
            string position = (i + 1).ToString(CultureInfo.InvariantCulture);
            string unique = Unique(name.Length == 0 ? $"column {position}" : name, taken);
            if (name.Length == 0)
            {
                notes.Add($"Column {position} has no name; it is called \"{unique}\".");
            }
            else if (unique != name)
            {
                notes.Add($"Column {position} repeats the name \"{name}\"; it is called \"{unique}\".");
            }

            names.Add(unique);
        }
        return new CsvHeader(names, notes);
    }

    private static string Trim(string name)
    {
        string trimmed = name.Trim().Trim(Invisible);
        return trimmed.Length == name.Length ? name : Trim(trimmed);
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int times = 2; !taken.Add(unique); times++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} ({times})");
        }
        return unique;
    }
}
