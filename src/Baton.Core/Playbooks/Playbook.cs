using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>The agreement of marketing and sales on what a qualified lead is: what is scored, how, and what each stage asks for.</summary>
/// <param name="Name">What the two teams call it.</param>
/// <param name="Range">The total is clamped to this.</param>
/// <param name="Fit">Who a lead is.</param>
/// <param name="Engagement">What a lead does.</param>
/// <param name="Grades">The bands of the grade, or null where the playbook gives none.</param>
/// <param name="Criteria">What people confirm about a lead, in the order of the text.</param>
/// <param name="Gates">What the stages ask for, in the order of the path; stages that the playbook leaves out are absent.</param>
/// <param name="Handoffs">How leads are handed over, at most one plan for a stage.</param>
/// <param name="Rejections">Why sales may give leads back.</param>
/// <param name="Recycling">When those come to sales again.</param>
public sealed record Playbook(
    string Name,
    ScoreRange Range,
    Axis<FitRule> Fit,
    Axis<EngagementRule> Engagement,
    Grades? Grades,
    ImmutableArray<Criterion> Criteria,
    ImmutableArray<Gate> Gates,
    ImmutableArray<HandoffPlan> Handoffs,
    ImmutableArray<RejectionReason> Rejections,
    Recycling Recycling)
{
    /// <summary>How leads of a stage are handed over; null where they are not.</summary>
    public HandoffPlan? HandoffOf(Stage stage) => Handoffs.FirstOrDefault(plan => plan.Stage == stage);

    /// <summary>The teams that routes name and that are not there: what they would get waits in the fallback.</summary>
    public IEnumerable<string> TeamsMissingFrom(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        return Handoffs.SelectMany(plan => plan.Routes).Select(route => route.Team).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(team => roster.Team(team) is null);
    }

    /// <summary>True where leads of this stage exist: of MQL, SAL and SQL only where the playbook has a gate for it.</summary>
    public bool Has(Stage stage) => stage is not (Stage.Mql or Stage.Sal or Stage.Sql) || Gates.Any(gate => gate.Stage == stage);
}

/// <summary>The lowest and the highest total, both included. 0 to 100 unless the playbook says otherwise.</summary>
public readonly record struct ScoreRange(int Min, int Max);

/// <summary>One of the two sums that make the total.</summary>
/// <param name="Limits">What the axis is clamped to before it is rounded.</param>
/// <param name="Groups">Rules that are limited together.</param>
/// <param name="Rules">In the order of the text.</param>
public sealed record Axis<TRule>(Limits Limits, ImmutableArray<RuleGroup> Groups, ImmutableArray<TRule> Rules)
    where TRule : Rule;

/// <summary>The fewest and the most points that a sum may have, both included; null is no limit.</summary>
public readonly record struct Limits(decimal? Min, decimal? Max);

/// <summary>Rules of one axis that count together.</summary>
public sealed record RuleGroup(string Name, Pick Pick, Limits Limits);

/// <summary>What a group makes of its rules.</summary>
public enum Pick
{
    /// <summary>The sum of the matching rules.</summary>
    Sum,

    /// <summary>The matching rule with the most points; of several with as many, the first in the playbook.</summary>
    Best,
}

/// <summary>Points for something that is true of a lead.</summary>
/// <param name="Name">Unique in the playbook without regard to case; stands in every explanation.</param>
/// <param name="Points">From −1,000,000 to 1,000,000 with at most four decimals.</param>
/// <param name="Group">The name of the group that the rule is in, or null.</param>
public abstract record Rule(string Name, decimal Points, string? Group)
{
    /// <summary>What has to be true, or to happen, as a reader of the playbook sees it.</summary>
    /// <param name="words">The language; English where none is given.</param>
    public abstract string Asks(Wording? words = null);
}

/// <summary>Points for who a lead or its account is.</summary>
public sealed record FitRule(string Name, decimal Points, string? Group, Condition When) : Rule(Name, Points, Group)
{
    /// <inheritdoc/>
    public override string Asks(Wording? words = null) => ConditionWords.Of(When, words);
}

/// <summary>Points for each occurrence of an event.</summary>
/// <param name="Name"><inheritdoc cref="Rule"/></param>
/// <param name="Points">For one occurrence, before decay.</param>
/// <param name="Group"><inheritdoc cref="Rule"/></param>
/// <param name="Events">The names of the events, at least one; compared without regard to case.</param>
/// <param name="Where">Asked of the event's properties; null asks nothing.</param>
/// <param name="MaxPerDay">The most occurrences that count on one UTC day; null is no limit.</param>
/// <param name="Max">The most occurrences that count in all, the newest first; null is no limit.</param>
/// <param name="Decay">How an occurrence fades.</param>
public sealed record EngagementRule(
    string Name,
    decimal Points,
    string? Group,
    ImmutableArray<string> Events,
    Condition? Where,
    int? MaxPerDay,
    int? Max,
    Decay Decay) : Rule(Name, Points, Group)
{
    /// <inheritdoc/>
    public override string Asks(Wording? words = null) => RuleWords.Occasion(this, words ?? Wording.English);
}

/// <summary>
/// The lowest value of each band, both axes from the best band to the last but one: at or above the first is <c>A</c> or <c>1</c>, below the
/// last <c>D</c> or <c>4</c>.
/// </summary>
public sealed record Grades(int FitA, int FitB, int FitC, int Engagement1, int Engagement2, int Engagement3);
