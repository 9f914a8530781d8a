using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>A user's text file, whatever its encoding and compression, as UTF-8.</summary>
public sealed class InputFile : IDisposable
{
    /// <summary>How much of the beginning of a file is looked at to recognise it, in bytes.</summary>
    internal const int HeadSize = 1 << 20;

    private readonly PeekStream _raw;
    private readonly PeekStream _content;
    private readonly PeekStream _text;

    private InputFile(string name, long? length, PeekStream raw, PeekStream content, PeekStream text, string encoding, bool isGzip)
    {
        Name = name;
        Length = length;
        _raw = raw;
        _content = content;
        _text = text;
        Encoding = encoding;
        IsGzip = isGzip;
    }

    /// <summary>The path as the user gave it, or "standard input".</summary>
    public string Name { get; }

    /// <summary>The encoding found: "UTF-8", "UTF-16 LE", "UTF-16 BE", "UTF-32 LE", "UTF-32 BE" or "Windows-1252".</summary>
    public string Encoding { get; }

    /// <summary>Whether the file is compressed; known from its first bytes, not from its name.</summary>
    public bool IsGzip { get; }

    /// <summary>Encoding and compression for showing to the user, for example "UTF-16 LE, gzip".</summary>
    public string Description => IsGzip ? $"{Encoding}, gzip" : Encoding;

    /// <summary>The file's size on disk in bytes; null for standard input and pipes.</summary>
    public long? Length { get; }

    /// <summary>True once it was read as far as it is unpacked.</summary>
    public bool IsCut => _content.IsCut;

    /// <summary>How much of <see cref="Length"/> is read. May be asked from any thread while another reads.</summary>
    public long BytesRead => _raw.BytesRead;

    /// <summary>The text in UTF-8 without a byte order mark, to be read once. Failures are <see cref="FileFailedException"/>s.</summary>
    public Stream Text => _text;

    /// <summary>The next <see cref="HeadSize"/> bytes of <see cref="Text"/>, without reading them; fewer at the file's end.</summary>
    internal ReadOnlySpan<byte> Head => _text.Peek(HeadSize);

    /// <summary>Opens a file and recognises its encoding and compression.</summary>
    /// <param name="path">The file, or "-" for standard input.</param>
    /// <param name="standardInput">Read when <paramref name="path"/> is "-"; disposed with the file.</param>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="problem">
    /// Why there is none: missing, a folder, empty, not allowed, not text, or compressed data that is damaged from the start.
    /// </param>
    public static bool TryOpen(
        string path, Stream standardInput, [NotNullWhen(true)] out InputFile? file, [NotNullWhen(false)] out FileProblem? problem)
    {
        file = null;
        if (path == "-")
        {
            return TryRecognise("standard input", standardInput, null, long.MaxValue, out file, out problem);
        }

        if (Directory.Exists(path))
        {
            problem = FileProblem.IsFolder(path);
            return false;
        }

        try
        {
            // No buffer: blocks are read whole, and a second copy would only cost time.
            var stream = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
            return TryRecognise(path, stream, stream.CanSeek ? stream.Length : null, long.MaxValue, out file, out problem);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = NearestName.Missing(path);
        }
        catch (UnauthorizedAccessException)
        {
            problem = FileProblem.ReadingNotAllowed(path);
        }
        catch (IOException e)
        {
            problem = FileProblem.Unreadable(path, e.Message);
        }
        return false;
    }

    /// <summary>Recognises what comes from a stream.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="stream">From its beginning; disposed with the file.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="problem">Why there is none.</param>
    /// <param name="mostUnpacked">How many bytes of what is compressed are unpacked.</param>
    internal static bool TryOpen(
        string name, Stream stream, long length, [NotNullWhen(true)] out InputFile? file, [NotNullWhen(false)] out FileProblem? problem, long mostUnpacked = long.MaxValue) =>
        TryRecognise(name, stream, length, mostUnpacked, out file, out problem);

    /// <summary>What the file holds, from its first characters.</summary>
    public FileShape SniffShape()
    {
        var start = Head.TrimStart(" \t\r\n"u8);
        if (start.StartsWith("["u8))
        {
            var inside = start[1..].TrimStart(" \t\r\n"u8);
            return inside.IsEmpty || inside[0] is (byte)'{' or (byte)'[' or (byte)']' ? FileShape.JsonArray : FileShape.Csv;
        }
        if (!start.StartsWith("{"u8))
        {
            return FileShape.Csv;
        }

        int end = start.IndexOfAny((byte)'\r', (byte)'\n');
        var firstLine = end < 0 ? start : start[..end].TrimEnd(" \t"u8);
        return end >= 0 && firstLine.Length == 1 ? FileShape.JsonOverLines : FileShape.Ndjson;
    }

    /// <summary>Reads past the first bytes of <see cref="Head"/>.</summary>
    internal void Skip(int bytes) => _text.Skip(bytes);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _text.Dispose();
        _raw.Dispose();
    }

    private static bool TryRecognise(
        string name, Stream stream, long? length, long mostUnpacked, [NotNullWhen(true)] out InputFile? file, [NotNullWhen(false)] out FileProblem? problem)
    {
        var bytes = new PeekStream(stream, e => FileProblem.Unreadable(name, e.Message));
        file = null;
        try
        {
            bool isGzip = bytes.Peek(2) is [0x1F, 0x8B];
            var content = isGzip
                ? new PeekStream(new GZipStream(bytes, CompressionMode.Decompress), _ => FileProblem.GzipDamaged(name), mostUnpacked)
                : bytes;
            var head = content.Peek(HeadSize);
            var encoding = TextEncoding.Sniff(head);
            problem = head.Length == encoding.MarkLength ? FileProblem.Empty(name)
                : ForeignFormat.Recognise(name, head) ?? (encoding.ReadsAsText(head) ? null : FileProblem.Binary(name));
            if (problem is null)
            {
                content.Skip(encoding.MarkLength);
                file = new InputFile(name, length, bytes, content, InUtf8(content, encoding, name), encoding.Name, isGzip);
                return true;
            }
        }
        catch (FileFailedException e)
        {
            problem = e.Problem;
        }
        bytes.Dispose();
        return false;
    }

    private static PeekStream InUtf8(PeekStream content, TextEncoding encoding, string name) =>
        encoding.Encoding is UTF8Encoding
            ? content
            : new PeekStream(
                System.Text.Encoding.CreateTranscodingStream(content, encoding.Encoding, System.Text.Encoding.UTF8),
                e => FileProblem.Unreadable(name, e.Message));
}
