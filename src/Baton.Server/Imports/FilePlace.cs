using System.Runtime.InteropServices;

namespace Baton.Server.Imports;

/// <summary>What a path leads to, whatever links and detours are on the way.</summary>
internal static class FilePlace
{
    /// <summary>
    /// Whether something that is no regular file and no folder is there: a device, a named pipe, a socket. Nothing can take its place; it is
    /// written as the bytes come.
    /// </summary>
    public static bool IsStream(string path) => OperatingSystem.IsLinux()
        ? StatOf(path) is { Kind: not (FileStat.Regular or FileStat.Folder) }
        : path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Whether two paths lead to one file, be it there already or not. Devices, such as a terminal, may well serve twice.</summary>
    public static bool IsSame(string path, string other) => PlaceOf(path) is { } place && place == PlaceOf(other);

    /// <summary>Where the last of the links from <paramref name="path"/> leads, be anything there or not; the full path itself if it is no link.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string EndOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static string? PlaceOf(string path)
    {
        if (path is "-" or "/dev/stdout")
        {
            return "-";
        }

        if (OperatingSystem.IsLinux() && StatOf(path) is { } there)
        {
            return there.Kind == FileStat.Device ? null : there.Id;
        }

        try
        {
            var end = EndOf(path);
            var folder = Path.GetDirectoryName(end);
            return OperatingSystem.IsLinux() && folder is not null && StatOf(folder) is { } parent ? $"{parent.Id}/{Path.GetFileName(end)}" : end;
        }
        catch (IOException)
        {
            return null;   // links in a circle: opening it will say so
        }
    }

    private static FileStat? StatOf(string path) => statx(FileStat.WorkingFolder, path, flags: 0, FileStat.TypeAndId, out var stat) == 0 ? stat : null;

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out FileStat stat);

    /// <summary>Linux' <c>struct statx</c>, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStat
    {
        public const int WorkingFolder = -100;   // AT_FDCWD
        public const uint TypeAndId = 0x101;     // STATX_TYPE | STATX_INO
        public const int Device = 0x2;
        public const int Folder = 0x4;
        public const int Regular = 0x8;

        [FieldOffset(28)]
        private readonly ushort _mode;

        [FieldOffset(32)]
        private readonly ulong _number;

        [FieldOffset(136)]
        private readonly ulong _device;

        /// <summary>The file's type: <see cref="Regular"/>, <see cref="Folder"/>, a character <see cref="Device"/> or another.</summary>
        public readonly int Kind => _mode >> 12;

        public readonly string Id => FormattableString.Invariant($"{_device}:{_number}");
    }
}
