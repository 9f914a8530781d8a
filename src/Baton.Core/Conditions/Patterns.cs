using System.Text.RegularExpressions;

namespace Baton.Core.Conditions;

/// <summary>Regular expressions that cannot hang: .NET's NonBacktracking engine, whose time grows with the text's length only.</summary>
internal static class Patterns
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const int LongestPattern = 1_000;

    /// <summary>
    /// The characters of a text that a pattern is looked for in; linear time with many states is still long on a book. A longer text is taken to
    /// end there, so <c>$</c> matches at the cut.
    /// </summary>
    public const int LongestText = 1_000;

    /// <exception cref="ArgumentException">The pattern is one that <see cref="Problem"/> complains about.</exception>
    public static Regex Build(string pattern) =>
        Problem(pattern) is { } problem ? throw new ArgumentException(problem, nameof(pattern)) : new Regex(pattern, Options);

    /// <summary>What is wrong with <paramref name="pattern"/>, or null.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            return $"the pattern has {pattern.Length:N0} characters; {LongestPattern:N0} are allowed";
        }

        try
        {
            _ = new Regex(pattern, Options);
            return null;
        }
        catch (RegexParseException error)
        {
            return $"the pattern is not a regular expression: {error.Message.TrimEnd('.')}";
        }
        catch (NotSupportedException error) when (error.Message.Contains("automata", StringComparison.Ordinal))
        {
            return "the pattern is too large once its repetitions are written out; make it shorter";
        }
        catch (NotSupportedException)
        {
            return "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported";
        }
    }
}
