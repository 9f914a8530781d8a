using System.Text.RegularExpressions;

namespace Baton.Server.Shell;

/// <summary>Numbers as people type them in the language of the page, which is how the page itself writes them.</summary>
internal static partial class TypedNumber
{
    /// <summary>
    /// The text without the point of thousands that Baton would otherwise read as a decimal sign: on German pages <c>200.000 €</c> is <c>200000 €</c>. All else stays as it was typed, for
    /// <c>1.200,50</c> and <c>1.200.000</c> can be read in one way only.
    /// </summary>
    public static string Plain(string text) => Languages.Current == "de" ? PointOfThousands().Replace(text, "${before}${thousands}${rest}${after}") : text;

    [GeneratedRegex(@"\A(?<before>\s*[^\s\w.,]?[A-Za-z]{0,3}\s*[+−-]?)(?<thousands>[1-9][0-9]{0,2})\.(?<rest>[0-9]{3})(?<after>\s*[^\s\w.,]?[A-Za-z]{0,3}\s*)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PointOfThousands();
}
