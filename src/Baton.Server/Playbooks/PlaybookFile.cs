using System.Text;
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
    /// <summary>More than a hundred thousand rules; anything larger is no playbook.</summary>
    private const int MostBytes = 16 << 20;

    /// <param name="path">The path; <c>-</c> is standard input.</param>
    /// <param name="standardInput">Read where the path is <c>-</c>.</param>
    public static PlaybookFile Read(string path, Stream standardInput)
    {
        if (!InputFile.TryOpen(path, standardInput, out var input, out var problem))
        {
            return Unread(problem.ToString());
        }

        using (input)
        {
            if (ReadText(input) is not { } text)
            {
                return Unread($"{input.Name} is larger than {MostBytes >> 20} MiB, so it is no playbook. Check the file.");
            }

            var read = PlaybookReader.Read(text);
            return new PlaybookFile(
                text,
                read.Playbook,
                [.. read.Mistakes.Select(m => At(m.Line, m.Column, m.Message))],
                [.. read.Hints.Select(h => (h.Attribute, At(h.Line, h.Column, h.Message)))]);
        }

        string At(int line, int column, string message) => FormattableString.Invariant($"{input.Name}:{line}:{column}: {message}");
    }

    private static PlaybookFile Unread(string problem) => new("", Playbook: null, [problem], []);

    private static string? ReadText(InputFile input)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = input.Text.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostBytes)
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
