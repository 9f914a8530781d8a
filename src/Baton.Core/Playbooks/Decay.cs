using Baton.Core.Documents;

namespace Baton.Core.Playbooks;

/// <summary>How the points of one occurrence fade with its age in whole UTC days.</summary>
public abstract record Decay
{
    private Decay()
    {
    }

    /// <summary>The share of the points that is left at an age of <paramref name="days"/> days, from 0 to 1.</summary>
    public abstract decimal Left(int days);

    /// <summary>The first age in days from which on the share stays what it is; 0 where points do not fade.</summary>
    public abstract int SettlesAfter { get; }

    /// <summary>The decay as a reader of the playbook sees it, or null for none.</summary>
    public abstract string? In(Wording words);

    /// <summary>Points do not fade.</summary>
    public sealed record None : Decay
    {
        /// <inheritdoc/>
        public override int SettlesAfter => 0;

        /// <inheritdoc/>
        public override string? In(Wording words) => null;

        /// <inheritdoc/>
        public override decimal Left(int days) => 1;
    }

    /// <summary>HubSpot's linear decay: after each full period another share of the original points is gone. 100 percent is expiry.</summary>
    /// <param name="Percent">Above 0, at most 100, with at most three decimals.</param>
    /// <param name="EveryDays">From 1 to 3,650.</param>
    public sealed record Linear(decimal Percent, int EveryDays) : Decay
    {
        /// <inheritdoc/>
        public override int SettlesAfter => (int)Math.Ceiling(100m / Percent) * EveryDays;

        /// <inheritdoc/>
        public override string? In(Wording words) => (Percent, EveryDays) switch
        {
            (100, 1) => words["expires after 1 day"],
            (100, _) => words["expires after {0} days", words.Number(EveryDays)],
            (_, 1) => words["loses {0}% every day", words.Number(Percent)],
            _ => words["loses {0}% every {1} days", words.Number(Percent), words.Number(EveryDays)],
        };

        /// <inheritdoc/>
        public override decimal Left(int days) => Math.Max(0, 1 - (Percent / 100 * (days / EveryDays)));
    }

    /// <summary>Exponential decay: half of the points is gone after each half-life.</summary>
    /// <param name="Days">From 1 to 3,650.</param>
    public sealed record HalfLife(int Days) : Decay
    {
        /// <summary>After this many half-lives a million points are less than a billionth of a point.</summary>
        private const int HalvingsUntilNothing = 51;

        /// <inheritdoc/>
        public override int SettlesAfter => HalvingsUntilNothing * Days;

        /// <inheritdoc/>
        public override string? In(Wording words) => Days == 1 ? words["halves every day"] : words["halves every {0} days", words.Number(Days)];

        /// <inheritdoc/>
        public override decimal Left(int days) => days >= SettlesAfter ? 0 : (decimal)Math.Pow(2, -(double)days / Days);
    }
}
