using System.Buffers;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>What people and systems write into a cell or an id when they know nothing.</summary>
internal static class MissingMark
{
    private const int LongestMark = 16;

    private static readonly HashSet<string> All = new(StringComparer.OrdinalIgnoreCase)
    {
        "Select", "Please select", "- Select -", "--None--", "N/A", "#N/A", "n.a.", "unknown", "null", "undefined", "NaN", "(blank)", "(not set)", "not set",
        "-", "--", "?",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Marks = All.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> FirstLetters =
        SearchValues.Create([.. All.SelectMany(mark => new[] { (byte)char.ToUpperInvariant(mark[0]), (byte)char.ToLowerInvariant(mark[0]) })]);

    /// <summary>Whether a text without white space around it stands for nothing.</summary>
    public static bool Is(ReadOnlySpan<char> text) => text.Length <= LongestMark && Marks.Contains(text);

    /// <inheritdoc cref="Is(ReadOnlySpan{char})"/>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[LongestMark];
        return utf8.Length is > 0 and <= LongestMark && FirstLetters.Contains(utf8[0]) && Encoding.UTF8.TryGetChars(utf8, text, out var length) && Is(text[..length]);
    }

    /// <summary>
    /// An id, in UTF-8, without white space around it; nothing where it is a mark, or all zeros and hyphens as an unset GUID is, or U+0000: else all who have
    /// none were one.
    /// </summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> text)
    {
        var id = Trimmed(text);
        return Is(id) || (id.Length > 1 && !id.ContainsAnyExcept((byte)'0', (byte)'-')) || !id.ContainsAnyExcept((byte)0) ? default : id;
    }

    /// <summary>The text without the white space around it, be it Unicode's, in valid UTF-8.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        return Ascii.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Trim());
    }
}
