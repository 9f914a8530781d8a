using System.Diagnostics;
using System.Globalization;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Storage;

/// <summary>A small disk in memory, which only root may make: it can be full, and it can be read-only. Gone with the test, whatever happens.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk(int size) => Size = size;

    /// <summary>In bytes.</summary>
    public int Size { get; }

    private string Ballast => this["ballast"];

    public string this[string name] => _folder[name];

    /// <summary>Makes one, or skips the test where that is not possible.</summary>
    /// <param name="size">In bytes.</param>
    public static SmallDisk Mount(int size = 4 << 20)
    {
        var disk = new SmallDisk(size);
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={size}"), "tmpfs", disk._folder.Folder))
        {
            disk._folder.Dispose();
            Assert.Skip("Only root can make a disk that is small or read-only.");
        }

        return disk;
    }

    /// <summary>Something else takes all the space that is left.</summary>
    /// <param name="but">How many bytes it leaves, of an empty disk.</param>
    public void Fill(int but = 0)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append);
        try
        {
            var piece = new byte[4096];
            for (var length = 0L; length + but <= Size; length += piece.Length)
            {
                ballast.Write(piece);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>What <see cref="Fill"/> has taken is free again.</summary>
    public void Free() => File.Delete(Ballast);

    /// <param name="how"><c>ro</c> or <c>rw</c>. Nobody may have a file open there to write to.</param>
    public void Remount(string how) => Run("mount", "-o", "remount," + how, _folder.Folder).ShouldBeTrue();

    public void Dispose()
    {
        Run("umount", "-l", _folder.Folder);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
