namespace Baton.Server.Storage;

/// <summary>Text as every database keeps it.</summary>
internal static class KeptText
{
    /// <summary>The text without U+0000, which PostgreSQL does not keep, and with U+FFFD for halves of surrogate pairs, which are no Unicode.</summary>
    public static string Of(string text)
    {
        var clean = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        return IsWhole(clean) ? clean : string.Concat(clean.EnumerateRunes());
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
