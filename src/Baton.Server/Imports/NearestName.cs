namespace Baton.Server.Imports;

/// <summary>Guesses which file a user meant who mistyped its name.</summary>
internal static class NearestName
{
    private const int FilesLookedAt = 10_000;

    /// <summary>Says that <paramref name="path"/> is missing and, when a file of a like name is in the folder, which that is.</summary>
    public static FileProblem Missing(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
        {
            return FileProblem.FolderMissing(Path.GetDirectoryName(path)!);
        }

        string? nearest = Of(Path.GetFileName(path), NamesIn(folder));
        return FileProblem.Missing(path, nearest is null ? null : Path.Combine(Path.GetDirectoryName(path) ?? "", nearest));
    }

    /// <summary>The candidate with the fewest letters to change, capitals aside; null when that is more than one letter in three.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance * 3 <= name.Length ? nearest.Name : null;
    }

    private static IEnumerable<string> NamesIn(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Take(FilesLookedAt).Select(file => Path.GetFileName(file))];
        }
        catch (UnauthorizedAccessException)
        {
            return [];   // no guess then
        }
    }

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }
        return row[to.Length];
    }
}
