using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Core.Documents;
using NodaTime;

namespace Baton.Core.Conditions;

/// <summary>What a playbook compares with. Its type decides how the facts are read.</summary>
public abstract record Literal
{
    private Literal()
    {
    }

    /// <summary>The literal as a playbook's reader sees it.</summary>
    public abstract string In(Wording words);

    internal sealed record OfText(string Text) : Literal
    {
        public override string In(Wording words) => words.Quoted(Text);
    }

    /// <summary>A regular expression, built once: that takes longer than thousands of matches.</summary>
    internal sealed record OfPattern(string Text, Regex Regex) : Literal
    {
        public override string In(Wording words) => words.Quoted(Text);

        public bool Equals(OfPattern? other) => Text == other?.Text;

        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }

    internal sealed record OfAmount(Amount Amount) : Literal
    {
        public override string In(Wording words) => words.Number(Amount.Number, decimals: 12) + (Amount.Currency is { } currency ? " " + currency : "");
    }

    internal sealed record OfMoment(Moment Moment) : Literal
    {
        public override string In(Wording words) => Moment.IsWholeDay
            ? Moment.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Moment.Instant.ToString(Moment.Instant.ToUnixTimeTicks() % NodaConstants.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm 'UTC'" : "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'", CultureInfo.InvariantCulture);
    }

    internal sealed record OfYesNo(bool Yes) : Literal
    {
        public override string In(Wording words) => (Yes ? words["Yes"] : words["No"]).ToLowerInvariant();
    }
}
