using System.Buffers;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>What people and systems write into a cell or an id when they know nothing.</summary>
internal static class MissingMark
{
    private const int LongestMark = 16;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Marks = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Select", "Please select", "- Select -", "--None--", "N/A", "#N/A", "n.a.", "unknown", "null", "undefined", "NaN", "(blank)", "(not set)", "not set",
        "-", "--", "?",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> FirstLetters = SearchValues.Create("sSpP-nN#uU(?"u8);

    public static bool Is(ReadOnlySpan<char> text) => text.Length <= LongestMark && Marks.Contains(text);

    /// <inheritdoc cref="Is(ReadOnlySpan{char})"/>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[LongestMark];
        return utf8.Length is > 0 and <= LongestMark && FirstLetters.Contains(utf8[0]) && Encoding.UTF8.TryGetChars(utf8, text, out var length) && Is(text[..length]);
    }

    /// <summary>The id, in UTF-8; nothing where it is a mark, or all zeros and hyphens as an unset GUID is: else all who have none were one.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> id) =>
        Is(id) || (id.Length > 1 && !id.ContainsAnyExcept((byte)'0', (byte)'-')) ? default : id;
}
