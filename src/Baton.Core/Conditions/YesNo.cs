namespace Baton.Core.Conditions;

/// <summary>The words that files use for yes and no.</summary>
internal static class YesNo
{
    private static readonly string[] Yes = ["yes", "true", "y", "1", "on", "ja", "oui", "si", "sí"];
    private static readonly string[] No = ["no", "false", "n", "0", "off", "nein", "non"];

    public static bool TryParse(ReadOnlySpan<char> text, out bool yes)
    {
        text = text.Trim();
        yes = IsOneOf(text, Yes);
        return yes || IsOneOf(text, No);
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
