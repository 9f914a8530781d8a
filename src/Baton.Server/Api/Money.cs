using Baton.Core.Conditions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>Amounts of money, in calls and in files.</summary>
internal static class Money
{
    /// <summary>Larger ones are slips.</summary>
    private const decimal Largest = 1e13m;

    /// <summary>Which amounts there are, in words.</summary>
    public static string Range { get; } = FormattableString.Invariant($"from 0 to {Largest:N0}");

    /// <summary>True of an amount, in units of its currency, that can be money.</summary>
    public static bool IsAmount(decimal units) => units is >= 0 and <= Largest;

    /// <summary>Reads an amount and its currency; of what is null, nothing.</summary>
    /// <param name="amount">In units of the currency.</param>
    /// <param name="currency">A code by ISO 4217, in any case.</param>
    /// <param name="hundredths">The amount in hundredths of the currency.</param>
    /// <param name="code">The currency in capital letters.</param>
    /// <param name="problem">What is wrong with one of them.</param>
    public static bool TryRead(decimal? amount, string? currency, out long? hundredths, out string? code, out ProblemHttpResult? problem)
    {
        (hundredths, code) = (null, currency?.Trim().ToUpperInvariant());
        problem = amount is { } units && (!IsAmount(units) || decimal.Round(units, 2) != units)
            ? Problems.Wrong($"`amount` is a number {Range} with two decimal places at the most, such as 180000 or 99.5.")
            : code is not null && !Currencies.Codes.Contains(code) ? Problems.Wrong("`currency` is the code of a currency by ISO 4217, such as `EUR`.")
            : null;
        if (problem is null && amount is { } read)
        {
            hundredths = (long)(read * 100);
        }

        return problem is null;
    }
}
