namespace Baton.Server.Tests.Imports;

/// <summary>Public files that nobody wrote for Baton, from a folder <c>shared/data</c> beside the repository or the one that <c>BATON_SHARED_DATA</c> names.</summary>
internal static class SharedData
{
    /// <summary>A file of them. Where it is not there, the test is skipped.</summary>
    public static string File(string name)
    {
        var folder = Environment.GetEnvironmentVariable("BATON_SHARED_DATA") ?? Repository.File("../shared/data");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        Assert.SkipUnless(System.IO.File.Exists(path), $"{path} is not there.");
        return path;
    }
}
