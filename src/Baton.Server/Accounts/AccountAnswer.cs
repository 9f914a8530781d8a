using Baton.Core.Leads;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Accounts;

/// <summary>A company, as the API shows it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">Its name, or a domain where no name is known.</param>
/// <param name="Created">When Baton first heard of it.</param>
/// <param name="Attributes">What is known of it, by name.</param>
/// <param name="Keys">What it is known by.</param>
public sealed record AccountAnswer(
    Guid Id, string? Name, Instant Created, IReadOnlyDictionary<string, AttributeAnswer> Attributes, IReadOnlyList<AccountKeyAnswer> Keys)
{
    internal static AccountAnswer Of(AccountRow row, IReadOnlyList<(AccountKey Key, Guid Account)> keys) => new(
        row.Id,
        NameOf(row, keys),
        row.Created,
        AttributeAnswer.Of(NewestEdits.Of(row.Edits)),
        [.. keys.Select(key => key.Key).Order().Select(key => new AccountKeyAnswer(NameOf(key.Kind), key.Value))]);

    /// <summary>What to call an account.</summary>
    internal static string? NameOf(AccountRow row, IReadOnlyList<(AccountKey Key, Guid Account)> keys) =>
        new Facts([], [], row.Edits).Attribute("account.company", Instant.MaxValue) is { IsMissing: false } name ? name.Text
        : new Facts([], [], row.Edits).Attribute("account.name", Instant.MaxValue) is { IsMissing: false } other ? other.Text
        : keys.Select(key => key.Key).Order().Select(key => key.Value).FirstOrDefault();

    private static string NameOf(AccountKeyKind kind) => kind switch
    {
        AccountKeyKind.Domain => "domain",
        AccountKeyKind.Group => "groupId",
        AccountKeyKind.Name => "name",
    };
}

/// <summary>Something that an account is known by.</summary>
/// <param name="Kind">`domain`, `groupId` or `name`.</param>
/// <param name="Value">In the one spelling under which it is kept.</param>
public sealed record AccountKeyAnswer(string Kind, string Value);
