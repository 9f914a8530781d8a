using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>An opportunity, as the API shows it.</summary>
/// <param name="Id">The deal's id.</param>
/// <param name="ExternalId">The id that it has in the system that it was imported from; `baton:` and its own id of one that was made here.</param>
/// <param name="Lead">Whom it is about; null where only the account is known.</param>
/// <param name="Account">The company that it is about; null where none is known.</param>
/// <param name="Name">What people call it; null for nothing.</param>
/// <param name="Amount">What it is worth, in units of the currency; null where nobody knows.</param>
/// <param name="Currency">Three capital letters of ISO 4217; null where nothing says it.</param>
/// <param name="State">`open`, `won` or `lost`.</param>
/// <param name="Stage">How far it has come, in the words of who works on it; null where nobody says.</param>
/// <param name="Owner">Who works on it; null for nobody.</param>
/// <param name="Reason">Why it was lost; null where it was not.</param>
/// <param name="Competitor">Who won it instead; null where nobody says.</param>
/// <param name="Created">When it was opened; null where nobody knows.</param>
/// <param name="Closed">When it was won or lost; null where it was not.</param>
/// <param name="Said">As of when all this is known: what an import says of a time before it changes nothing.</param>
public sealed record DealAnswer(
    Guid Id,
    string ExternalId,
    LeadCard? Lead,
    LeadAccount? Account,
    string? Name,
    decimal? Amount,
    string? Currency,
    string State,
    string? Stage,
    PersonName? Owner,
    string? Reason,
    string? Competitor,
    Instant? Created,
    Instant? Closed,
    Instant Said)
{
    /// <summary>What is another whenever the deal is shown otherwise: before the colon what changes when somebody changes it.</summary>
    internal static string VersionOf(Deal deal, DealAnswer shown) => $"{FactsVersion(deal)}:{Hash([shown.Lead, shown.Account, shown.Owner])}";

    /// <summary>What changes with the deal itself.</summary>
    internal static string FactsVersion(Deal deal) => Hash(
    [
        deal.Name, deal.Amount, deal.Currency, (int)deal.State, deal.Stage, deal.OwnerId, deal.Reason, deal.Competitor, deal.LeadId, deal.AccountId,
        deal.Created?.ToUnixTimeMilliseconds(), deal.Closed?.ToUnixTimeMilliseconds(), deal.Said.ToUnixTimeMilliseconds(),
    ]);

    private static string Hash(IEnumerable<object?> values) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))).AsSpan(0, 8));
}
