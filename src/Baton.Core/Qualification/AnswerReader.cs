using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using NodaTime;

namespace Baton.Core.Qualification;

/// <summary>Reads answers as people and forms give them.</summary>
public static class AnswerReader
{
    private const decimal DaysInMonth = 30.436875m;
    private const decimal LongestMonths = 1_200;

    /// <summary>Who names a day of the last weeks means now.</summary>
    private const decimal LongestAgo = 1;

    /// <summary>How many months a unit is, and how people call it. A number alone is months.</summary>
    private static readonly (decimal Months, string[] Words)[] Units =
    [
        (1 / DaysInMonth, ["d", "day", "days", "tag", "tage", "tagen"]),
        (7 / DaysInMonth, ["w", "week", "weeks", "woche", "wochen"]),
        (1, ["", "m", "mo", "month", "months", "monat", "monate", "monaten", "mois"]),
        (3, ["q", "quarter", "quarters", "quartal", "quartale", "quartalen"]),
        (12, ["y", "year", "years", "jahr", "jahre", "jahren", "an", "ans"]),
    ];

    /// <summary>Reads an answer as its criterion compares it.</summary>
    /// <param name="criterion">What was asked.</param>
    /// <param name="written">What was answered; empty where it is no longer known.</param>
    /// <param name="now">From when a date is counted.</param>
    /// <returns>
    /// The value, and no problem; a period in months to one decimal, a choice as the playbook writes it. Or a missing value, and what is wrong and what to do.
    /// </returns>
    public static (Value Value, string? Problem) Read(Criterion criterion, string? written, Instant now)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        var value = Value.Of(written);
        if (value.IsMissing)
        {
            return (Value.Missing, null);
        }

        var text = value.Text;
        switch (criterion.Type)
        {
            case AnswerType.Text:
                return (value, null);
            case AnswerType.Money:
                return value.TryGetAmount(out var amount) && amount.Number >= 0 ? (value, null) : Wrong("an amount such as `150000 EUR`");
            case AnswerType.Number:
                return value.TryGetAmount(out var number) && number.Currency is null ? (Value.Of(number.Number), null) : Wrong("a number");
            case AnswerType.Period:
                return MonthsOf(value, now) is { } months ? (Value.Of(Math.Max(0, decimal.Round(months, 1, MidpointRounding.AwayFromZero) + Beyond(text))), null) : Wrong("a time from now such as `18 months`, or a date ahead such as `2027-06-30`");
            case AnswerType.Choice:
                return criterion.Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } chosen
                    ? (Value.Of(chosen), null)
                    : Wrong($"one of {string.Join(", ", criterion.Choices.Select(choice => $"`{choice}`"))}");
            case AnswerType.YesNo:
                return value.TryGetYesNo(out var yes) ? (Value.Of(yes), null) : Wrong("yes or no");
            default:
                throw new ArgumentOutOfRangeException(nameof(criterion));
        }

        (Value Value, string? Problem) Wrong(string expected) => (Value.Missing, $"`{criterion.Name}` takes {expected}, not `{text.Shortened()}`.");
    }

    /// <summary>How many months have passed from one moment to another.</summary>
    public static decimal MonthsBetween(Instant from, Instant to) => (decimal)(to - from).TotalDays / DaysInMonth;

    /// <summary>How many months from now a text says; null where it says none, a time that has been over for a month, or more than a hundred years.</summary>
    public static decimal? MonthsOf(Value value, Instant now)
    {
        var text = value.Text.Trim().TrimStart('~', '<', '>', '≥', '≤', '=').Trim();
        text = text.StartsWith("in ", StringComparison.OrdinalIgnoreCase) ? text[3..].TrimStart() : text;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] is '.' or ','))
        {
            digits++;
        }

        var word = text[digits..].Trim().TrimEnd('.');
        var (unit, _) = Array.Find(Units, one => one.Words.Contains(word, StringComparer.OrdinalIgnoreCase));
        if (digits > 0 && unit > 0
            && decimal.TryParse(text[..digits].Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return count <= LongestMonths && count * unit <= LongestMonths ? count * unit : null;
        }

        return Value.Of(text).TryGetMoment(out var moment) ? Until(moment, now) : null;
    }

    /// <summary>Who says "more than 12 months" has not said 12: the least step that periods are told apart by, up or down.</summary>
    private static decimal Beyond(string text) => text switch
    {
        ['>' or '≥', ..] => 0.1m,
        ['<', '=', ..] => 0,
        ['<', ..] => -0.1m,
        _ => 0,
    };

    private static decimal? Until(Moment moment, Instant now)
    {
        var months = MonthsBetween(now, moment.Instant);
        return months is > -LongestAgo and < LongestMonths ? Math.Max(0, months) : null;
    }
}
