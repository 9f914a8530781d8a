using System.Collections.Frozen;
using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Leads;

namespace Baton.Server.Accounts;

/// <summary>What a row of a file of leads says of the lead's company: a few attributes that every system keeps with it, and those named <c>account.…</c>.</summary>
internal static class CompanyAttributes
{
    private static readonly FrozenSet<string> Names = new[] { "company", "website", "industry", "employees", "revenue", "plan" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those of the company, under the names that they have there.</summary>
    /// <param name="attributes">By <see cref="AttributeName"/>.</param>
    public static ImmutableArray<KeyValuePair<string, Value>> Among(ImmutableArray<KeyValuePair<string, Value>> attributes) =>
    [
        .. attributes
            .Where(attribute => Names.Contains(attribute.Key) || attribute.Key.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal))
            .Select(attribute => attribute.Key.StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal)
                ? KeyValuePair.Create(attribute.Key[AttributeName.AccountPrefix.Length..], attribute.Value)
                : attribute),
    ];
}
