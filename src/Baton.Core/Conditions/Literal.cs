using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Core.Conditions;

/// <summary>What a playbook compares with. Its type decides how the facts are read.</summary>
public abstract record Literal
{
    private Literal()
    {
    }

    /// <summary>The literal as a playbook's reader sees it.</summary>
    public abstract string Words { get; }

    internal sealed record OfText(string Text) : Literal
    {
        public override string Words => $"“{Text}”";
    }

    /// <summary>A regular expression, built once: that takes longer than thousands of matches.</summary>
    internal sealed record OfPattern(string Text, Regex Regex) : Literal
    {
        public override string Words => $"“{Text}”";

        public bool Equals(OfPattern? other) => Text == other?.Text;

        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }

    internal sealed record OfAmount(Amount Amount) : Literal
    {
        public override string Words =>
            Amount.Number.ToString("#,0.############", CultureInfo.InvariantCulture) + (Amount.Currency is { } currency ? " " + currency : "");
    }

    internal sealed record OfMoment(Moment Moment) : Literal
    {
        public override string Words => Moment.IsWholeDay
            ? Moment.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Moment.Instant.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }

    internal sealed record OfYesNo(bool Yes) : Literal
    {
        public override string Words => Yes ? "yes" : "no";
    }
}
