namespace Baton.Server.Demo;

/// <summary>Files of one run: written under temporary names, renamed together by <see cref="Complete"/>, else deleted.</summary>
internal sealed class PartialFiles : IDisposable
{
    private readonly string _folder;
    private readonly List<string> _names = [];

    public PartialFiles(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    public FileStream Create(string name)
    {
        _names.Add(name);
        return new FileStream(Partial(name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public void Complete()
    {
        foreach (var name in _names)
        {
            File.Move(Partial(name), Path.Combine(_folder, name), overwrite: true);
        }

        _names.Clear();
    }

    public void Dispose()
    {
        foreach (var name in _names)
        {
            File.Delete(Partial(name));
        }
    }

    private string Partial(string name) => Path.Combine(_folder, name + ".partial");
}
