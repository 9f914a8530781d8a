using Baton.Core.Documents;

namespace Baton.Server.Imports;

/// <summary>Guesses which file a user meant who mistyped its name.</summary>
internal static class NearestName
{
    private const int FilesLookedAt = 10_000;

    /// <summary>Says that <paramref name="path"/> is missing and, when a file of a like name is in the folder, which that is.</summary>
    public static FileProblem Missing(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        if (!Directory.Exists(folder))
        {
            return FileProblem.FolderMissing(folder);
        }

        string? nearest = Of(Path.GetFileName(path), NamesIn(folder));
        return FileProblem.Missing(path, nearest is null ? null : Path.Combine(Path.GetDirectoryName(path) ?? "", nearest));
    }

    /// <summary>
    /// The candidate with the same ending and the fewest slips before it, else one that differs in the ending only, capitals aside; null when
    /// there is none. An ending that many files share makes no two of them alike.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var (stem, ending) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        var names = candidates.Order(StringComparer.Ordinal).ToList();
        var nearest = NearestWord.To(stem, names.Where(n => IsSame(Path.GetExtension(n), ending)).Select(Path.GetFileNameWithoutExtension)!);
        return names.Find(n => nearest is not null && IsSame(n, nearest + ending)) ?? names.Find(n => IsSame(Path.GetFileNameWithoutExtension(n), stem));
    }

    private static bool IsSame(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

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
}
