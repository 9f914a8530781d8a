using Baton.Server.Imports;

namespace Baton.Server.Demo;

/// <summary>Files of one run, which appear together on <see cref="Complete"/> or not at all.</summary>
internal sealed class PartialFiles : IDisposable
{
    private readonly string _folder;
    private readonly List<OutputFile> _files = [];

    /// <exception cref="FileFailedException">There is no such folder, and none can be made.</exception>
    public PartialFiles(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileFailedException(File.Exists(folder) ? FileProblem.IsFile(folder) : FileProblem.Unwritable(folder, failure), failure);
        }
    }

    /// <exception cref="FileFailedException">The file cannot be written.</exception>
    public Stream Create(string name)
    {
        if (!OutputFile.TryCreate(Path.Combine(_folder, name), Stream.Null, out var file, out var problem))
        {
            throw new FileFailedException(problem, cause: null);
        }

        _files.Add(file);
        return file.Stream;
    }

    public void Complete() => OutputFile.Commit(_files);

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
