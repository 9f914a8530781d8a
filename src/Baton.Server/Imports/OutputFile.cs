using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>
/// A file that is seen whole or not at all: it is written beside its target under another name and takes the target's place on
/// <see cref="Commit()"/>. Disposed without that, or when the process ends, it leaves nothing behind and the target as it was.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private const int LongestName = 255;   // in bytes, on nearly every file system

    private readonly string? _target;
    private string? _written;   // null once it is in place, or when there is nothing to put in place
    private readonly WriteStream _stream;

    private OutputFile(string name, WriteStream stream, string? target, string? written)
    {
        Name = name;
        _stream = stream;
        _target = target;
        _written = written;
        if (written is not null)
        {
            // A second Ctrl-C, or one while input is waited for, does not come to Dispose.
            AppDomain.CurrentDomain.ProcessExit += DeleteUnfinished;
        }
    }

    /// <summary>The path as the user gave it, or "standard output".</summary>
    public string Name { get; }

    /// <summary>Where to write. Failures, such as a full disk, are <see cref="FileFailedException"/>s.</summary>
    public Stream Stream => _stream;

    /// <summary>Begins a file. A file that is already there is replaced, but not before <see cref="Commit()"/>.</summary>
    /// <param name="path">The target; null, "-" or "/dev/stdout" for standard output, which is written as it comes. So are devices, pipes and sockets.</param>
    /// <param name="standardOutput">Not closed.</param>
    /// <param name="file">The file, to be written.</param>
    /// <param name="problem">Why there is none: a folder, no such folder, or not allowed.</param>
    public static bool TryCreate(
        string? path, Stream standardOutput, [NotNullWhen(true)] out OutputFile? file, [NotNullWhen(false)] out FileProblem? problem)
    {
        file = null;
        problem = null;
        if (path is null or "-" or "/dev/stdout")   // which may well be a plain file, to be written on
        {
            file = new OutputFile("standard output", new WriteStream(standardOutput, "standard output", ownsInner: false), null, null);
            return true;
        }

        try
        {
            file = FilePlace.IsStream(path) ? OpenStream(path) : Create(path, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = FileProblem.Unwritable(path, e);
        }
        return file is not null;
    }

    /// <summary>Puts the file in place.</summary>
    /// <exception cref="FileFailedException">The last bytes do not fit on the disk, or the target cannot be replaced.</exception>
    public void Commit() => Commit([this]);

    /// <summary>Puts several files in place, but none before the last byte of all of them is written.</summary>
    /// <exception cref="FileFailedException">The last bytes do not fit on the disk, or a target cannot be replaced.</exception>
    public static void Commit(IReadOnlyCollection<OutputFile> files)
    {
        foreach (var file in files)
        {
            file.Finish();
        }

        foreach (var file in files)
        {
            file.Move();
        }
    }

    /// <summary>Closes the file and, if it was not committed, deletes it.</summary>
    public void Dispose()
    {
        _stream.Abandon();
        DeleteUnfinished(null, EventArgs.Empty);
    }

    private void Finish()
    {
        _stream.Flush();
        if (_written is not null)
        {
            _stream.Dispose();
        }
    }

    private void Move()
    {
        if (_written is null)
        {
            return;
        }

        try
        {
            File.Move(_written, _target!, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileFailedException(FileProblem.Unwritable(Name, e), e);
        }

        Forget();
    }

    private void DeleteUnfinished(object? sender, EventArgs e)
    {
        if (_written is { } unfinished)
        {
            Forget();
            File.Delete(unfinished);
        }
    }

    private void Forget()
    {
        _written = null;
        AppDomain.CurrentDomain.ProcessExit -= DeleteUnfinished;
    }

    private static OutputFile OpenStream(string path) =>
        new(path, new WriteStream(new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), path, ownsInner: true), null, null);

    private static OutputFile? Create(string path, out FileProblem? problem)
    {
        // A link stays a link: what it points to is replaced.
        string place = FilePlace.EndOf(path);
        string folder = Path.GetDirectoryName(place) ?? place;
        problem = Directory.Exists(place) || Path.EndsInDirectorySeparator(path) ? FileProblem.IsFolder(path)
            : !Directory.Exists(folder) ? FileProblem.FolderMissing(place == Path.GetFullPath(path) ? Path.GetDirectoryName(path)! : folder)
            : Encoding.UTF8.GetByteCount(Path.GetFileName(place)) > LongestName ? FileProblem.NameTooLong(path, LongestName)
            : null;
        if (problem is not null)
        {
            return null;
        }

        var part = CreateBeside(folder);
        if (!OperatingSystem.IsWindows() && File.Exists(place))
        {
            File.SetUnixFileMode(part.SafeFileHandle, File.GetUnixFileMode(place));
        }

        return new OutputFile(path, new WriteStream(part, path, ownsInner: true), place, part.Name);
    }

    private static FileStream CreateBeside(string folder)
    {
        for (int attempt = 0; ; attempt++)
        {
            // Without the target's name, beside which there may be room for no letter more.
            string beside = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".baton-{Environment.ProcessId}-{attempt}.part"));
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
