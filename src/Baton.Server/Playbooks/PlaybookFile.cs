using Baton.Core.Playbooks;
using Baton.Server.Imports;

namespace Baton.Server.Playbooks;

/// <summary>A file that should be a playbook, as it was read.</summary>
/// <param name="Text">The text; empty where the file cannot be read.</param>
/// <param name="Playbook">The playbook; null where there are problems.</param>
/// <param name="Problems">Every mistake with its place, as <c>file:line:column: …</c>; empty where there is a playbook.</param>
/// <param name="Hints">Attributes that are probably slips, each with what to print, in the same form.</param>
internal sealed record PlaybookFile(string Text, Playbook? Playbook, IReadOnlyList<string> Problems, IReadOnlyList<(string Attribute, string Text)> Hints)
{
    /// <param name="path">The path; <c>-</c> is standard input.</param>
    /// <param name="standardInput">Read where the path is <c>-</c>.</param>
    public static PlaybookFile Read(string path, Stream standardInput)
    {
        var (name, text, problem) = TextFile.Read(path, standardInput, "playbook");
        if (text is null)
        {
            return Unread(problem!);
        }

        var read = PlaybookReader.Read(text);
        return new PlaybookFile(
            text,
            read.Playbook,
            [.. read.Mistakes.Select(m => At(m.Line, m.Column, m.Message))],
            [.. read.Hints.Select(h => (h.Attribute, At(h.Line, h.Column, h.Message)))]);

        string At(int line, int column, string message) => FormattableString.Invariant($"{name}:{line}:{column}: {message}");
    }

    private static PlaybookFile Unread(string problem) => new("", Playbook: null, [problem], []);
}
