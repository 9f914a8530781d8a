namespace Baton.Server.Imports;

/// <summary>What came from standard input, in a file: an import reads it twice, first to know it again and then to import it.</summary>
internal sealed class SpooledInput : IDisposable
{
    private readonly string _folder;

    private SpooledInput(string folder) => _folder = folder;

    public string Path => System.IO.Path.Combine(_folder, "standard input");

    /// <summary>Reads a stream to its end.</summary>
    public static SpooledInput Of(Stream stream)
    {
        var spooled = new SpooledInput(Directory.CreateTempSubdirectory("baton-import-").FullName);
        using var file = System.IO.File.Create(spooled.Path);
        stream.CopyTo(file);
        return spooled;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
