using System.Text;

namespace Baton.Server.Imports;

/// <summary>A file that people write, such as a playbook, read whole.</summary>
internal static class TextFile
{
    /// <summary>More than a hundred thousand rules; anything larger was written by no person.</summary>
    private const int MostBytes = 16 << 20;

    /// <param name="path">The path; <c>-</c> is standard input.</param>
    /// <param name="standardInput">Read where the path is <c>-</c>.</param>
    /// <param name="kind">What it should be, such as <c>playbook</c>.</param>
    /// <returns>What the file is called and its text; or no text, and why it cannot be read.</returns>
    public static (string Name, string? Text, string? Problem) Read(string path, Stream standardInput, string kind)
    {
        if (!InputFile.TryOpen(path, standardInput, out var input, out var problem))
        {
            return (path, null, problem.ToString());
        }

        using (input)
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = input.Text.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > MostBytes)
                {
                    return (input.Name, null, $"{input.Name} is larger than {MostBytes >> 20} MiB, so it is no {kind}. Check the file.");
                }
            }

            return (input.Name, Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), null);
        }
    }
}
