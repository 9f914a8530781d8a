using System.Collections.Immutable;

namespace Baton.Core.Playbooks.Outline;

/// <summary>What of a playbook's text people change in fields, each with its place in the text. It is there with mistakes, too: the fields are where they are put right.</summary>
/// <param name="Name">What the two teams call it.</param>
/// <param name="Min">The lowest total.</param>
/// <param name="Max">The highest total.</param>
/// <param name="Fit">Who a lead is.</param>
/// <param name="Engagement">What a lead does.</param>
/// <param name="FitBands">Where A, B and C begin; empty where there are no grades.</param>
/// <param name="EngagementBands">Where 1, 2 and 3 begin; empty likewise.</param>
/// <param name="Criteria">What people confirm.</param>
/// <param name="Gates">MQL, SAL and SQL, whether they are there or not.</param>
/// <param name="Plans">How leads are handed over.</param>
/// <param name="Reasons">Why sales may give leads back, as far as the text names them.</param>
/// <param name="Requalify">How many points bring a lead back.</param>
/// <param name="Lost">After how many days a lost one wakes.</param>
public sealed record PlaybookOutline(
    OutlineField Name,
    OutlineField Min,
    OutlineField Max,
    OutlineAxis Fit,
    OutlineAxis Engagement,
    ImmutableArray<OutlineField> FitBands,
    ImmutableArray<OutlineField> EngagementBands,
    ImmutableArray<OutlineWords> Criteria,
    ImmutableArray<OutlineGate> Gates,
    ImmutableArray<OutlinePlan> Plans,
    ImmutableArray<OutlineReason> Reasons,
    OutlineField Requalify,
    OutlineField Lost);

/// <summary>A value that people change.</summary>
/// <param name="Name">What the change is sent under: the way to the value, and behind a question mark which part of it.</param>
/// <param name="Value">As it is shown; empty where there is none.</param>
/// <param name="Line">Where it stands, or would, from 1.</param>
/// <param name="Column">Likewise.</param>
/// <param name="CanChange">False of what only its author can change, in the text.</param>
public sealed record OutlineField(string Name, string Value, int Line, int Column, bool CanChange = true);

/// <summary>Something that is changed in the text.</summary>
/// <param name="Name">What it is called; empty where it has no name.</param>
/// <param name="Words">What it says, in words.</param>
/// <param name="Line">Where it stands, from 1.</param>
public sealed record OutlineWords(string Name, string Words, int Line);

/// <summary>One of the two sums.</summary>
/// <param name="Way">Where it stands, such as <c>/fit</c>.</param>
/// <param name="Min">The fewest points that it comes to.</param>
/// <param name="Max">The most.</param>
/// <param name="Groups">Its groups, in the order of the text.</param>
/// <param name="Rules">Its rules, likewise.</param>
public sealed record OutlineAxis(string Way, OutlineField Min, OutlineField Max, ImmutableArray<OutlineGroup> Groups, ImmutableArray<OutlineRule> Rules);

/// <summary>Rules that count together.</summary>
/// <param name="Name">What rules call it that are in it.</param>
/// <param name="Pick">Which of its rules count: all, or the one with the most points.</param>
/// <param name="Min">The fewest points that they come to together.</param>
/// <param name="Max">The most.</param>
/// <param name="Line">Where it stands, from 1.</param>
public sealed record OutlineGroup(string Name, OutlineField Pick, OutlineField Min, OutlineField Max, int Line);

/// <summary>A rule.</summary>
/// <param name="Way">The way to it.</param>
/// <param name="Line">Its first line.</param>
/// <param name="LastLine">Its last line.</param>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points.</param>
/// <param name="Group">The group that it is in.</param>
/// <param name="Condition">What is asked; null where it is more than fields can show.</param>
/// <param name="Words">What is asked, in words.</param>
/// <param name="Engagement">What only rules for events have; null of others.</param>
public sealed record OutlineRule(
    string Way, int Line, int LastLine, OutlineField Name, OutlineField Points, OutlineField Group, OutlineCondition? Condition, string Words, OutlineOccasion? Engagement);

/// <summary>One property, compared.</summary>
/// <param name="Property">What is looked at.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">With what; commas between several.</param>
public sealed record OutlineCondition(OutlineField Property, OutlineField Operator, OutlineField Value);

/// <summary>For which events, how often, and how long.</summary>
/// <param name="Events">Their names, with commas between.</param>
/// <param name="MaxPerDay">How many of a day count.</param>
/// <param name="Max">How many count in all.</param>
/// <param name="Decay">How points fade.</param>
/// <param name="Percent">How much is lost each time, where they fade in steps.</param>
/// <param name="Days">After how many days.</param>
public sealed record OutlineOccasion(OutlineField Events, OutlineField MaxPerDay, OutlineField Max, OutlineField Decay, OutlineField Percent, OutlineField Days);

/// <summary>What a stage asks for.</summary>
/// <param name="Way">The way to it.</param>
/// <param name="Stage">As the text calls it: <c>mql</c>, <c>sal</c> or <c>sql</c>.</param>
/// <param name="IsThere">Whether the playbook has it.</param>
/// <param name="Score">The lowest total.</param>
/// <param name="Fit">The lowest fit.</param>
/// <param name="Engagement">The lowest engagement.</param>
/// <param name="Confirmed">The criteria, with commas between.</param>
/// <param name="AcceptedBy">Who takes the lead on, of SAL.</param>
/// <param name="When">What else is asked, in words; null where nothing is.</param>
public sealed record OutlineGate(
    string Way, string Stage, bool IsThere, OutlineField Score, OutlineField Fit, OutlineField Engagement, OutlineField Confirmed, OutlineField AcceptedBy, OutlineWords? When);

/// <summary>How leads of a stage are handed over.</summary>
/// <param name="Stage">The stage, such as <c>sql</c>.</param>
/// <param name="Fallback">The team that gets what no route takes.</param>
/// <param name="Routes">To whom, in the order in which they are asked.</param>
/// <param name="Response">By when somebody tries to reach the lead.</param>
/// <param name="Decision">By when somebody takes it on or gives it back.</param>
/// <param name="Cadence">How often they try; null where nothing is said.</param>
/// <param name="Grace">How long after the last attempt the lead is waited for.</param>
/// <param name="Wake">After how many days a lead that did not answer wakes.</param>
public sealed record OutlinePlan(string Stage, OutlineField Fallback, ImmutableArray<OutlineWords> Routes, OutlineDeadline Response, OutlineDeadline Decision, OutlineWords? Cadence, OutlineField Grace, OutlineField Wake);

/// <summary>By when something is done, and what happens on the way, in percent of that time.</summary>
/// <param name="Within">The time that there is.</param>
/// <param name="RemindAt">When its owner is reminded.</param>
/// <param name="EscalateAt">When the manager is told.</param>
/// <param name="ReassignAt">When somebody else gets the lead.</param>
public sealed record OutlineDeadline(OutlineField Within, OutlineField RemindAt, OutlineField EscalateAt, OutlineField ReassignAt);

/// <summary>Why a lead may be given back.</summary>
/// <param name="Name">The reason's name in the text.</param>
/// <param name="UsualTitle">What people see where the text does not say it.</param>
/// <param name="Title">What people see.</param>
/// <param name="Wake">After how many days the lead wakes.</param>
/// <param name="WakeAhead">How many days before the date that was named it wakes.</param>
/// <param name="Line">Where it stands, from 1.</param>
public sealed record OutlineReason(string Name, string UsualTitle, OutlineField Title, OutlineField Wake, OutlineField WakeAhead, int Line);
