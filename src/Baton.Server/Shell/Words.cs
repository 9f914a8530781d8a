namespace Baton.Server.Shell;

/// <summary>
/// The words of the pages: written in English where they stand, as <c>T["Sign in"]</c>, and found in <c>Words.de.resx</c> by that. A test finds what is missing there, and what
/// nobody says any more.
/// </summary>
public sealed class Words
{
    /// <summary>Says of words that stand apart from their page that they are to be found like the others.</summary>
    public static string Of(string english) => english;
}
