using System.Runtime.InteropServices;

namespace Baton.Server.Storage;

/// <summary>What .NET does not do with folders.</summary>
internal static class Folder
{
    /// <summary>Has the names of the files in a folder on the disk, where the system can: a rename is not before.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = open(folder, flags: 0);   // O_RDONLY
        if (handle >= 0)
        {
            _ = fsync(handle);
            _ = close(handle);
        }
    }

    [DllImport("libc")]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern int fsync(int file);

    [DllImport("libc")]
    private static extern int close(int file);
}
