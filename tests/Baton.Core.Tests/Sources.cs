namespace Baton.Core.Tests;

/// <summary>The files of the repository that the tests run against.</summary>
internal static class Sources
{
    /// <summary>The folder with <c>Baton.slnx</c>.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    public static IEnumerable<string> SamplePlaybooks() => Directory.EnumerateFiles(Path.Combine(Root, "samples", "playbooks"), "*.yaml").Order(StringComparer.Ordinal);

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from a build inside the repository.");
    }
}
