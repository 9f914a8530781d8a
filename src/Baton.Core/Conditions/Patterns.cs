using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Baton.Core.Conditions;

/// <summary>Regular expressions that cannot hang: .NET's NonBacktracking engine, whose time grows with the text's length only.</summary>
internal static class Patterns
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const int LongestPattern = 1_000;

    /// <summary>To build one takes milliseconds, and while somebody writes a playbook it is read anew with every key.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Built = new(StringComparer.Ordinal);

    private const int MostBuilt = 200;

    /// <summary>
    /// The characters of a text that a pattern is looked for in; linear time with many states is still long on a book. A longer text is taken to
    /// end there, so <c>$</c> matches at the cut.
    /// </summary>
    public const int LongestText = 1_000;

    /// <summary>The regular expression; or null, and in <paramref name="problem"/> what is wrong with <paramref name="pattern"/>.</summary>
    public static Regex? TryBuild(string pattern, out string? problem)
    {
        problem = null;
        if (pattern.Length > LongestPattern)
        {
            problem = FormattableString.Invariant($"the pattern has {pattern.Length:N0} characters; {LongestPattern:N0} are allowed");
            return null;
        }

        try
        {
            if (Built.TryGetValue(pattern, out var known))
            {
                return known;
            }

            if (Built.Count >= MostBuilt)
            {
                Built.Clear();
            }

            return Built[pattern] = new Regex(pattern, Options);
        }
        catch (RegexParseException error)
        {
            problem = $"the pattern is not a regular expression: {error.Message.TrimEnd('.')}";
        }
        catch (NotSupportedException error) when (error.Message.Contains("automata", StringComparison.Ordinal))
        {
            problem = "the pattern is too large once its repetitions are written out; make it shorter";
        }
        catch (NotSupportedException)
        {
            problem = "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported";
        }

        return null;
    }
}
