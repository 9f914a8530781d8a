using System.Globalization;

namespace Baton.Server.Imports;

/// <summary>Why a file cannot be read or written, in words for the user.</summary>
/// <param name="What">One sentence, for example "leads.xlsx is an Excel workbook."</param>
/// <param name="Remedy">What to do about it, for example "Save it as CSV and try again."; empty when nothing can be said.</param>
public sealed record FileProblem(string What, string Remedy)
{
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int DiskFullOnUnix = 28;   // ENOSPC

    /// <inheritdoc/>
    public override string ToString() => Remedy.Length == 0 ? What : $"{What} {Remedy}";

    /// <summary>The shape is one that Baton does not read.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="shape">What it is.</param>
    /// <returns>Null for the shapes that Baton reads.</returns>
    public static FileProblem? OfShape(string name, FileShape shape) => shape switch
    {
        FileShape.Csv or FileShape.Ndjson => null,
        FileShape.JsonArray => new($"{name} is one JSON array.", "Write one object a line, for example with: jq -c '.[]'"),
        FileShape.JsonOverLines => new($"{name} is JSON over several lines.", "Write one object a line, for example with: jq -c ."),
    };

    internal static FileProblem Missing(string path, string? nearest) =>
        new($"{path} does not exist.", nearest is null ? "Check the name and the folder." : $"Did you mean {nearest}?");

    internal static FileProblem FolderMissing(string folder) => new($"The folder {folder} does not exist.", "Create it or check the name.");

    internal static FileProblem IsFolder(string path) => new($"{path} is a folder.", "Name a file in it.");

    internal static FileProblem Empty(string name) => new($"{name} is empty.", "Check what wrote it.");

    internal static FileProblem ReadingNotAllowed(string path) =>
        new($"{path} may not be read by this user.", "Change its permissions or run as a user that may.");

    internal static FileProblem WritingNotAllowed(string path) =>
        new($"{path} may not be written by this user.", "Choose another folder or change its permissions.");

    internal static FileProblem Unreadable(string name, string reason) => new($"{name} cannot be read: {Sentence(reason)}", "");

    /// <summary>Writing failed, or a first try of it.</summary>
    internal static FileProblem Unwritable(string name, Exception failure) => failure switch
    {
        UnauthorizedAccessException => WritingNotAllowed(name),
        { HResult: DiskFullOnUnix or DiskFullOnWindows } => new($"{name} cannot be written: the disk is full.", "Free some space or choose another disk."),
        // Behind the reason .NET names the file, and not always the one that the user knows.
        _ => new($"{name} cannot be written: {Sentence(failure.Message.Split(" : '")[0])}", ""),
    };

    internal static FileProblem NameTooLong(string path, int most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path} has a name longer than {most} bytes."), "Choose a shorter one.");

    internal static FileProblem IsFile(string path) => new($"{path} is a file.", "Name a folder; there is more than one file to write.");

    internal static FileProblem GzipDamaged(string name) =>
        new($"{name} is damaged: its gzip data ends early or is wrong.", "Fetch it again.");

    internal static FileProblem Binary(string name) => new($"{name} is not a text file.", "Baton reads CSV and NDJSON, plain or gzip.");

    internal static FileProblem NoHeader(string name) => new($"{name} has only blank lines.", "The first line names the columns.");

    internal static FileProblem HeaderBroken(string name, string reason) =>
        new($"The header of {name} cannot be read: {reason}.", "The first line names the columns.");

    internal static FileProblem TooManyColumns(string name, int count) => new(
        string.Create(CultureInfo.InvariantCulture, $"{name} has {count:N0} columns, and no more than {CsvHeader.Most:N0} can be read."), "Check how its fields are separated, or leave out what is not needed.");

    internal FileProblem After(long lines) =>
        this with { What = string.Create(CultureInfo.InvariantCulture, $"{What} Its first {(lines == 1 ? "line" : $"{lines:N0} lines")} could be read.") };

    private static string Sentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";
}
