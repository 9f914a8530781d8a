using System.Diagnostics.CodeAnalysis;

namespace Baton.Server.Imports;

/// <summary>The beginning of a file that comes once, in memory, where it can be opened as often as somebody looks at it.</summary>
/// <param name="fileName">What whoever sent it calls it.</param>
/// <param name="bytes">Begins with it.</param>
/// <param name="length">How many bytes of those it has.</param>
/// <param name="isCut"><inheritdoc cref="IsCut" path="/summary"/></param>
internal sealed class FileBeginning(string fileName, byte[] bytes, int length, bool isCut)
{
    /// <summary>This much at most is read: the first rows say how a file is written.</summary>
    private const int MostBytes = 16 << 20;

    /// <summary>A few kilobytes can be packed lines without end.</summary>
    private const long MostUnpacked = 64 << 20;

    /// <summary>True where the file goes on behind it, so that its end is no damage.</summary>
    public bool IsCut => isCut;

    /// <summary>Reads the beginning of a file. Half a line is no row, and is left out.</summary>
    public static async Task<FileBeginning> ReadAsync(string fileName, Stream content, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while (bytes.Length <= MostBytes && (read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            bytes.Write(buffer, 0, read);
        }

        var (all, length) = (bytes.GetBuffer(), (int)bytes.Length);
        var isCut = length > MostBytes;
        return new FileBeginning(fileName, all, isCut && all is not [0x1F, 0x8B, ..] ? LineEnds.BehindLast(all.AsSpan(0, length)) : length, isCut);
    }

    /// <summary>Opens what was read.</summary>
    public bool TryOpen([NotNullWhen(true)] out InputFile? file, [NotNullWhen(false)] out FileProblem? problem) =>
        InputFile.TryOpen(fileName, new MemoryStream(bytes, 0, length, writable: false), length, out file, out problem, MostUnpacked);
}
