namespace Baton.Server.Imports;

/// <summary>What people and systems write into a cell when they know nothing.</summary>
internal static class MissingMark
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Marks = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Select", "Please select", "- Select -", "--None--", "N/A", "#N/A", "n.a.", "unknown", "null", "undefined", "NaN", "(blank)", "(not set)", "not set",
        "-", "--", "?",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Is(ReadOnlySpan<char> text) => text.Length <= 16 && Marks.Contains(text);
}
