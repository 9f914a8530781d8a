using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>The rows that were skipped, as a CSV file: where each stands, why it was skipped, and how it begins. It is written while the files are read.</summary>
internal sealed class RejectedFile
{
    private const int WrittenAtATime = 1 << 16;

    private readonly CsvWriter _writer = new();
    private readonly Stream _stream;

    /// <summary>Begins with the header.</summary>
    public RejectedFile(Stream stream)
    {
        _stream = stream;
        foreach (var name in (string[])["file", "line", "reason", "text"])
        {
            _writer.Field(name);
        }

        _writer.EndRecord();
    }

    /// <summary>Adds a row of a file.</summary>
    /// <exception cref="FileFailedException">The file cannot be written on.</exception>
    public void Add(string file, RejectedRow row)
    {
        _writer.Field(file);
        _writer.Field(row.Line);
        _writer.Field(row.Reason);
        _writer.Field(row.Start);
        _writer.EndRecord();
        if (_writer.Written.Length >= WrittenAtATime)
        {
            _writer.DrainTo(_stream);
        }
    }

    /// <summary>Writes what is still in memory.</summary>
    /// <exception cref="FileFailedException">The file cannot be written on.</exception>
    public void Finish() => _writer.DrainTo(_stream);
}
