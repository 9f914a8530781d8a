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
        address?.Trim() is { Length: <= 254 } trimmed && trimmed.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == trimmed.LastIndexOf('@')
        && at < trimmed.Length - 1 && !trimmed.AsSpan().ContainsAny(NotInAddresses)
            ? Of(IdentityKind.Email, trimmed.ToLowerInvariant())
            : null;

    /// <summary>A telephone number, with or without punctuation; null for what has fewer than seven digits and so is none that is dialled.</summary>
    public static IdentityKey? Phone(string? number)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        var trimmed = (number ?? "").TrimStart();
        return digits.Length is < 7 or > 20 ? null
            : Of(IdentityKind.Phone, trimmed.StartsWith('+') ? "+" + digits : digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits);
    }

    /// <summary>Another system's id of a person, such as Salesforce's.</summary>
    public static IdentityKey? External(string system, string? id) => id?.Trim() is { Length: > 0 } known ? Of(IdentityKind.External, $"{system.Trim().ToLowerInvariant()}:{known}") : null;

    /// <inheritdoc/>
    public int CompareTo(IdentityKey other) => Kind.CompareTo(other.Kind) is not 0 and var byKind ? byKind : string.CompareOrdinal(Value, other.Value);

    private static IdentityKey? Of(IdentityKind kind, string? value)
    {
        // PostgreSQL keeps no U+0000 in a text.
        var known = value?.Replace("\0", "", StringComparison.Ordinal).Trim();
        return string.IsNullOrEmpty(known) ? null
            : new IdentityKey(kind, IndexedText.Of(known));
    }
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
