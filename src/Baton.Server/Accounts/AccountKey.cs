using Baton.Server.Storage;

namespace Baton.Server.Accounts;

/// <summary>Something by which a company is known again, in the one spelling under which it is kept.</summary>
internal readonly record struct AccountKey(AccountKeyKind Kind, string Value) : IComparable<AccountKey>
{
    /// <summary>A company's domain, as in its people's addresses or its website's.</summary>
    public static AccountKey Domain(string domain) => new(AccountKeyKind.Domain, domain.ToLowerInvariant());

    /// <summary>The sender's own id of an account.</summary>
    public static AccountKey Group(string id) => new(AccountKeyKind.Group, IndexedText.Of(id.Trim()));

    /// <summary>A company's name, without regard to case.</summary>
    public static AccountKey Name(string name) => new(AccountKeyKind.Name, IndexedText.Of(name.Trim().ToLowerInvariant()));

    /// <inheritdoc/>
    public int CompareTo(AccountKey other) => Kind.CompareTo(other.Kind) is not 0 and var byKind ? byKind : string.CompareOrdinal(Value, other.Value);
}

/// <summary>The kinds of what companies are known by. The numbers are kept in the database.</summary>
internal enum AccountKeyKind : short
{
    /// <summary>A domain.</summary>
    Domain = 0,

    /// <summary>A <c>groupId</c>.</summary>
    Group = 1,

    /// <summary>A name, of imports only.</summary>
    Name = 2,
}
