using System.Buffers;

namespace Baton.Core.Conditions;

/// <summary>
/// The one spelling of a property's name: lower-case letters, digits and dots. <c>Job Title</c>, <c>job_title</c> and <c>jobTitle</c> are one
/// property, so a playbook matches whatever system a file comes from. A dot leads into a part, as in <c>address.city</c>; that of <c>No. of
/// Employees</c> is punctuation.
/// </summary>
public static class PropertyName
{
    private static readonly SearchValues<char> Spelling = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.");

    /// <summary>The spelling of the property that <paramref name="written"/> names; a name without a letter or digit keeps its own.</summary>
    public static string Of(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (IsSpelled(written))
        {
            return written;
        }

        var kept = string.Create(written.Length, written, static (span, name) =>
        {
            span.Clear();
            var length = 0;
            for (var i = 0; i < name.Length; i++)
            {
                if (char.IsLetterOrDigit(name[i]) || (name[i] == '.' && i + 1 < name.Length && !char.IsWhiteSpace(name[i + 1])))
                {
                    span[length++] = char.ToLowerInvariant(name[i]);
                }
            }
        }).TrimEnd('\0').Trim('.');
        return kept.Length > 0 ? kept : written.Trim();
    }

    /// <summary>True of most names: what is kept is spelled so already, and is read far more often than written.</summary>
    private static bool IsSpelled(string name) =>
        name is not ([] or ['.', ..] or [.., '.']) && !name.AsSpan().ContainsAnyExcept(Spelling);
}
