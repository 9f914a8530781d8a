namespace Baton.Server.Shell;

/// <summary>
/// The words of the pages: written in English where they stand, as <c>T["Sign in"]</c>, and found in <c>Words.de.resx</c> by that. A test finds what is missing there, and what
/// nobody says any more.
/// </summary>
internal sealed class Words;
