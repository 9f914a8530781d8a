using System.Buffers;
using Baton.Server.Storage;

namespace Baton.Server.Leads;

/// <summary>Something by which a person is known again, in the one spelling under which it is kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Never blank, and short enough for an index (<see cref="IndexedText"/>).</param>
internal readonly record struct IdentityKey(IdentityKind Kind, string Value) : IComparable<IdentityKey>
{
    private static readonly SearchValues<char> NotInAddresses = SearchValues.Create(" \t\r\n,;<>");

    /// <summary>A website's or app's own id of a device.</summary>
    public static IdentityKey? Anonymous(string? id) => Of(IdentityKind.Anonymous, id);

    /// <summary>A product's or website's own id of a person who has an account there.</summary>
    public static IdentityKey? User(string? id) => Of(IdentityKind.User, id);

    /// <summary>An e-mail address, in any case; null for what is none.</summary>
    public static IdentityKey? Email(string? address) =>
        Cleaned(address) is { Length: <= 254 } known && known.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == known.LastIndexOf('@')
        && at < known.Length - 1 && !known.AsSpan().ContainsAny(NotInAddresses)
            ? Of(IdentityKind.Email, known.ToLowerInvariant())
            : null;

    /// <summary>
    /// A telephone number, with or without punctuation and the <c>(0)</c> that is not dialled from abroad; null for what has fewer than seven digits and
    /// so is none that is dialled.
    /// </summary>
    public static IdentityKey? Phone(string? number)
    {
        var text = (number ?? "").TrimStart(' ', '\t', '(');
        var digits = DigitsOf(text);
        if (text.StartsWith('+') || digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = DigitsOf(text.Replace("(0)", "", StringComparison.Ordinal));
            digits = "+" + (text.StartsWith('+') ? digits : digits[2..]);
        }

        return digits.Length is < 7 or > 20 ? null : Of(IdentityKind.Phone, digits);
    }

    /// <summary>Another system's id of a person, such as Salesforce's.</summary>
    public static IdentityKey? External(string system, string? id) => id?.Trim() is { Length: > 0 } known ? Of(IdentityKind.External, $"{system.Trim().ToLowerInvariant()}:{known}") : null;

    /// <inheritdoc/>
    public int CompareTo(IdentityKey other) => Kind.CompareTo(other.Kind) is not 0 and var byKind ? byKind : string.CompareOrdinal(Value, other.Value);

    private static IdentityKey? Of(IdentityKind kind, string? value) => Cleaned(value) is { Length: > 0 } known ? new IdentityKey(kind, IndexedText.Of(known)) : null;

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>PostgreSQL keeps no U+0000 in a text.</summary>
    private static string? Cleaned(string? value) => value?.Replace("\0", "", StringComparison.Ordinal).Trim();
}

/// <summary>The kinds of what people are known by. The numbers are kept in the database.</summary>
internal enum IdentityKind : short
{
    /// <summary>A device; it belongs to one person and joins nobody.</summary>
    Anonymous = 0,

    /// <summary>An account of a website or product.</summary>
    User = 1,

    /// <summary>An e-mail address.</summary>
    Email = 2,

    /// <summary>A telephone number, which colleagues may share.</summary>
    Phone = 3,

    /// <summary>An id of another system.</summary>
    External = 4,
}

/// <summary>What the kinds are called, and what they can do.</summary>
internal static class IdentityKinds
{
    /// <summary>The kind as the API has it.</summary>
    public static string Name(this IdentityKind kind) => kind switch
    {
        IdentityKind.Anonymous => "anonymousId",
        IdentityKind.User => "userId",
        IdentityKind.Email => "email",
        IdentityKind.Phone => "phone",
        IdentityKind.External => "externalId",
    };

    /// <summary>True for what only one person has, so that two leads with it are one.</summary>
    public static bool IsOwn(this IdentityKind kind) => kind is IdentityKind.User or IdentityKind.Email or IdentityKind.External;
}
