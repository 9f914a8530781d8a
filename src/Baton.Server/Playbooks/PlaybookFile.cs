using System.Text;
using Baton.Core.Playbooks;
using Baton.Server.Imports;

namespace Baton.Server.Playbooks;

/// <summary>Reads a playbook from a file.</summary>
internal static class PlaybookFile
{
    /// <summary>More than a hundred thousand rules; anything larger is no playbook.</summary>
    private const int MostBytes = 16 << 20;

    /// <param name="path">The path; <c>-</c> is standard input.</param>
    /// <param name="standardInput">Read where the path is <c>-</c>.</param>
    /// <param name="problems">Every mistake with its place, as <c>file:line:column: …</c>; empty where there is a playbook.</param>
    /// <param name="hints">Attributes that are probably slips, each with what to print, in the same form.</param>
    public static Playbook? Read(string path, Stream standardInput, out IReadOnlyList<string> problems, out IReadOnlyList<(string Attribute, string Text)> hints)
    {
        (problems, hints) = ([], []);
        if (!InputFile.TryOpen(path, standardInput, out var input, out var problem))
        {
            problems = [problem.ToString()];
            return null;
        }

        using (input)
        {
            if (ReadText(input) is not { } text)
            {
                problems = [$"{input.Name} is larger than {MostBytes >> 20} MiB, so it is no playbook. Check the file."];
                return null;
            }

            var read = PlaybookReader.Read(text);
            problems = [.. read.Mistakes.Select(m => At(m.Line, m.Column, m.Message))];
            hints = [.. read.Hints.Select(h => (h.Attribute, At(h.Line, h.Column, h.Message)))];
            return read.Playbook;
        }

        string At(int line, int column, string message) => FormattableString.Invariant($"{input.Name}:{line}:{column}: {message}");
    }

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
