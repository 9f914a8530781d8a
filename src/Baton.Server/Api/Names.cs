using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>Names that people give.</summary>
internal static class Names
{
    /// <summary>The name without white space around it; null where it is none, too long, or has characters that control terminals.</summary>
    public static string? Clean(string? name, int longest) =>
        name?.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Any(char.IsControl) ? trimmed : null;

    /// <summary>What <see cref="Clean"/> takes, in words.</summary>
    public static string Words(int longest) => FormattableString.Invariant($"a text of 1 to {longest:N0} characters on one line");

    /// <summary>Reads a word of a few, in any case.</summary>
    public static bool TryRead<T>(string? written, IReadOnlyList<T> all, Func<T, string> nameOf, string member, out T value, out ProblemHttpResult? problem)
    {
        (value, problem) = (default!, null);
        foreach (var one in all)
        {
            if (nameOf(one).Equals(written?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                value = one;
                return true;
            }
        }

        problem = Problems.Wrong($"`{member}` is one of {string.Join(", ", all.Select(one => $"`{nameOf(one)}`"))}.");
        return false;
    }
}
