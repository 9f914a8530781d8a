using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Baton.Server.Imports;

/// <summary>
/// A file that is seen whole or not at all: it is written beside its target under another name and takes the target's place on
/// <see cref="Commit"/>. Disposed without that, after an error or Ctrl-C, it leaves nothing behind and the target as it was.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private readonly string? _target;
    private string? _written;   // null once it is in place, or when there is nothing to put in place
    private readonly WriteStream _stream;

    private OutputFile(string name, WriteStream stream, string? target, string? written)
    {
        Name = name;
        _stream = stream;
        _target = target;
        _written = written;
    }

    /// <summary>The path as the user gave it, or "standard output".</summary>
    public string Name { get; }

    /// <summary>Where to write. Failures, such as a full disk, are <see cref="FileFailedException"/>s.</summary>
    public Stream Stream => _stream;

    /// <summary>Begins a file. A file that is already there is replaced, but not before <see cref="Commit"/>.</summary>
    /// <param name="path">The target; null or "-" for standard output, which is written as it comes. So are devices (/dev/…).</param>
    /// <param name="standardOutput">Not closed.</param>
    /// <param name="file">The file, to be written.</param>
    /// <param name="problem">Why there is none: a folder, no such folder, or not allowed.</param>
    public static bool TryCreate(
        string? path, Stream standardOutput, [NotNullWhen(true)] out OutputFile? file, [NotNullWhen(false)] out FileProblem? problem)
    {
        file = null;
        problem = null;
        if (path is null or "-")
        {
            file = new OutputFile("standard output", new WriteStream(standardOutput, "standard output", ownsInner: false), null, null);
            return true;
        }

        try
        {
            file = path.StartsWith("/dev/", StringComparison.Ordinal) ? OpenDevice(path) : Create(path, out problem);
        }
        catch (DirectoryNotFoundException)
        {
            problem = FileProblem.FolderMissing(Path.GetDirectoryName(path)!);
        }
        catch (UnauthorizedAccessException)
        {
            problem = FileProblem.WritingNotAllowed(path);
        }
        catch (IOException e)
        {
            problem = FileProblem.Unwritable(path, e.Message);
        }
        return file is not null;
    }

    /// <summary>Puts the file in place.</summary>
    /// <exception cref="FileFailedException">The last bytes do not fit on the disk, or the target cannot be replaced.</exception>
    public void Commit()
    {
        _stream.Flush();
        if (_written is null)
        {
            return;
        }

        _stream.Dispose();
        try
        {
            File.Move(_written, _target!, overwrite: true);
            _written = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFailedException(FileProblem.Unwritable(Name, e.Message), e);
        }
    }

    /// <summary>Closes the file and, if it was not committed, deletes it.</summary>
    public void Dispose()
    {
        _stream.Abandon();
        if (_written is not null)
        {
            File.Delete(_written);
        }

        _written = null;
    }

    private static OutputFile OpenDevice(string path) =>
        new(path, new WriteStream(new FileStream(path, FileMode.Open, FileAccess.Write), path, ownsInner: true), null, null);

    private static OutputFile? Create(string path, out FileProblem? problem)
    {
        problem = null;
        // A link stays a link: what it points to is replaced.
        var file = new FileInfo(path);
        string place = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (Directory.Exists(place) || Path.EndsInDirectorySeparator(path))
        {
            problem = FileProblem.IsFolder(path);
            return null;
        }

        var part = CreateBeside(place);
        if (!OperatingSystem.IsWindows() && File.Exists(place))
        {
            File.SetUnixFileMode(part.SafeFileHandle, File.GetUnixFileMode(place));
        }

        return new OutputFile(path, new WriteStream(part, path, ownsInner: true), place, part.Name);
    }

    private static FileStream CreateBeside(string place)
    {
        for (int attempt = 0; ; attempt++)
        {
            string name = string.Create(
                CultureInfo.InvariantCulture, $".{Path.GetFileName(place)}.{Environment.ProcessId}-{attempt}.part");
            string beside = Path.Combine(Path.GetDirectoryName(place)!, name);
            try
            {
                return new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            }
            catch (IOException) when (File.Exists(beside) && attempt < 1000)
            {
                // Another file of this process, or left by a killed one that had the same id: take the next name.
            }
        }
    }
}
