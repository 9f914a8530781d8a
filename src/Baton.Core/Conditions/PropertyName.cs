namespace Baton.Core.Conditions;

/// <summary>
/// One property's name in its one spelling: lower-case letters, digits and dots. <c>Job Title</c>, <c>job_title</c> and <c>jobTitle</c> are
/// one property, so a playbook matches whatever system a file comes from.
/// </summary>
public readonly record struct PropertyName
{
    private readonly string? _spelling;

    /// <summary>The property that <paramref name="written"/> names; names without a letter or digit keep their spelling.</summary>
    public PropertyName(string written)
    {
        var kept = string.Create(written.Length, written, static (span, name) =>
        {
            span.Clear();
            var i = 0;
            foreach (var c in name)
            {
                if (char.IsLetterOrDigit(c) || c == '.')
                {
                    span[i++] = char.ToLowerInvariant(c);
                }
            }
        }).TrimEnd('\0').Trim('.');
        _spelling = kept.Length > 0 ? kept : written.Trim();
    }

    /// <summary>The spelling that compares.</summary>
    public string Spelling => _spelling ?? "";

    /// <inheritdoc/>
    public override string ToString() => Spelling;
}
