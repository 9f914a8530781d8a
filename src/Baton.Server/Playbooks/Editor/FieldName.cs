using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Server.Playbooks.Editor;

/// <summary>
/// What a value of the playbook is called in a form. Names in forms are the same in upper and in lower case, and those of a playbook's groups are not: what is not a small
/// letter without accents, a digit or a sign is written by its number, as <c>%0057eb</c> for <c>Web</c>.
/// </summary>
internal static partial class FieldName
{
    /// <summary>The name in a form.</summary>
    public static string Of(string name) =>
        name.All(IsSafe) ? name : string.Concat(name.Select(c => IsSafe(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"%{(int)c:x4}")));

    /// <summary>The name in the playbook.</summary>
    public static string Read(string written) => Written().Replace(written, number => ((char)ushort.Parse(number.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());

    private static bool IsSafe(char c) => c is > ' ' and < '\x7F' and not '%' and not (>= 'A' and <= 'Z');

    [GeneratedRegex("%[0-9a-f]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Written();
}
