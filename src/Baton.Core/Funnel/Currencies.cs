using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>Amounts in one currency, by the rates that users have entered. Nothing is fetched and nothing guessed.</summary>
public sealed class Currencies
{
    private readonly ImmutableDictionary<string, ImmutableArray<ExchangeRate>> _rates;

    /// <param name="own">The currency that all is told in: three capital letters of ISO 4217.</param>
    /// <param name="rates">In any order; of two of one day the later in the list holds.</param>
    public Currencies(string own, IEnumerable<ExchangeRate> rates)
    {
        Own = own;
        _rates = rates.GroupBy(rate => rate.Currency, StringComparer.Ordinal)
            .ToImmutableDictionary(same => same.Key, same => same.OrderBy(rate => rate.From).ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>The currency that all is told in.</summary>
    public string Own { get; }

    /// <summary>An amount in the own currency, by the rate that held on a day; null where nobody has entered one for that day or before.</summary>
    /// <param name="amount">In <paramref name="currency"/>.</param>
    /// <param name="currency">Three capital letters; null for the own one.</param>
    /// <param name="day">When it was spent or won.</param>
    public decimal? Of(decimal amount, string? currency, LocalDate day) =>
        currency is null || currency == Own ? amount
        : _rates.TryGetValue(currency, out var rates) && rates.LastOrDefault(rate => rate.From <= day) is { } held ? amount * held.Rate
        : null;
}

/// <summary>What a unit of another currency is worth in the own one, from a day until the next rate of that currency.</summary>
/// <param name="Currency">Three capital letters of ISO 4217.</param>
/// <param name="From">The first day.</param>
/// <param name="Rate">Own units for one of it; above 0.</param>
public sealed record ExchangeRate(string Currency, LocalDate From, decimal Rate);
