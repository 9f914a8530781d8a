namespace Baton.Server.Imports;

/// <summary>
/// A file that opened well failed while it was being read (damaged gzip, a disk error) or written (disk full). The message is for the
/// user as it stands.
/// </summary>
public sealed class FileFailedException : IOException
{
    /// <summary>Fails for the reason <paramref name="problem"/>.</summary>
    public FileFailedException(FileProblem problem, Exception? cause)
        : base(problem.ToString(), cause) => Problem = problem;

    /// <summary>What happened and what to do.</summary>
    public FileProblem Problem { get; }

    /// <summary>How many physical lines were read before, header included; null when the file was being written.</summary>
    public long? LinesRead { get; private init; }

    internal FileFailedException After(long lines) => new(Problem.After(lines), InnerException) { LinesRead = lines };
}
