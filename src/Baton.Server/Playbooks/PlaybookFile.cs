using System.Text;
using Baton.Core.Playbooks;
using Baton.Server.Imports;

namespace Baton.Server.Playbooks;

/// <summary>Reads a playbook from a file.</summary>
internal static class PlaybookFile
{
    /// <summary>More than a hundred thousand rules; anything larger is no playbook.</summary>
    private const int MostBytes = 16 << 20;

    /// <returns>The playbook; or null, and in <paramref name="problems"/> every mistake with its place, as <c>file:line:column: …</c>.</returns>
    public static Playbook? Read(string path, Stream standardInput, out IReadOnlyList<string> problems)
    {
        problems = [];
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

            var (playbook, mistakes) = PlaybookReader.Read(text);
            problems = [.. mistakes.Select(m => FormattableString.Invariant($"{input.Name}:{m.Line}:{m.Column}: {m.Message}"))];
            return playbook;
        }
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
