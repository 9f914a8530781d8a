using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Playbooks;

/// <summary>Says in plain English how leads are handed over and given back.</summary>
internal static class HandoffWords
{
    /// <summary>To whom a route gives a lead: <c>Inside sales, in turn</c>.</summary>
    public static string Target(Route route) => (route.OwnerOfAccount, route.Team) switch
    {
        (true, null) => "the owner of the account",
        (true, { } team) => $"the owner of the account, else {team}{Turn(route.Pick)}",
        (false, var team) => $"{team}{Turn(route.Pick)}",
    };

    /// <summary>Deadlines and attempts, each as a sentence.</summary>
    public static IEnumerable<string> Sentences(HandoffPlan plan)
    {
        if (plan.Response is { } response)
        {
            yield return $"**Response:** somebody tries to reach the lead within {Of(response.Within)} of business time.{Steps(response)}";
        }

        if (plan.Decision is { } decision)
        {
            yield return $"**Decision:** the lead is accepted or given back within {Of(decision.Within)} of business time.{Steps(decision)}";
        }

        if (plan.Cadence is { } cadence)
        {
            yield return $"**Attempts:** {string.Join(", ", cadence.Attempts.Select(attempt => $"{attempt.Kind.Title().ToLowerInvariant()} on day {attempt.Day}"))}. "
                + $"A lead that has not answered {Days(cadence.GraceDays)} after the last one is unresponsive and goes back to marketing"
                + (cadence.WakeDays is { } wake ? $", for {Days(wake)}." : ".");
        }
    }

    /// <summary>All that is different between two plans if it is different.</summary>
    public static IReadOnlyList<string> Parts(HandoffPlan plan) =>
    [
        .. plan.Routes.Select(route => $"{route.Name}: {(route.When is { } when ? $"where {ConditionWords.Of(when)} " : "")}to {Target(route)}"),
        $"else to {plan.Fallback}",
        .. Sentences(plan).Select(sentence => sentence.Replace("**", "", StringComparison.Ordinal).TrimEnd('.')),
    ];

    /// <summary>A reason with what becomes of the lead.</summary>
    public static string Of(RejectionReason reason) => $"{reason.Title}: {Becomes(reason)}{(reason.About is { } about ? $", about {about}" : "")}";

    /// <summary>What becomes of a lead that is given back for a reason.</summary>
    public static string Becomes(RejectionReason reason) => reason switch
    {
        { Ends: true } => "disqualified",
        { AheadMonths: { } months, WakeDays: var days } => $"recycled; wakes {months} months before the time that the lead named"
            + (days is { } otherwise ? $", or after {Days(otherwise)} where it named none" : ""),
        { WakeDays: { } days } => $"recycled; wakes after {Days(days)}",
        _ => "recycled",
    };

    /// <summary>When leads that were given back come again.</summary>
    public static string Of(Recycling recycling) =>
        $"A lead that was given back qualifies again before it wakes if it gains {RuleWords.Number(recycling.Requalify)} points of engagement"
        + (recycling.LostDays is { } days ? $"; a lead whose deal was lost wakes after {Days(days)}" : "");

    private static string Turn(Assignment pick) => pick switch
    {
        Assignment.RoundRobin => ", in turn",
        Assignment.Weighted => ", in turn by weight",
        Assignment.LeastOpen => ", to whoever has the fewest open hand-offs",
    };

    private static string Steps(Deadline deadline)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        Add(deadline.Remind, "the assignee is reminded");
        Add(deadline.Escalate, "the manager is told");
        Add(deadline.Reassign, "somebody else gets the lead");
        return steps.Count == 0 ? "" : $" Of that time, {string.Join(", ", steps)}.";

        void Add(int? percent, string what)
        {
            if (percent is { } at)
            {
                steps.Add($"at {at}% {what}");
            }
        }
    }

    private static string Of(Duration time) => time.TotalMinutes % 60 == 0 && time.TotalHours > 1 ? $"{time.TotalHours:0} hours" : $"{time.TotalMinutes:0} minutes";

    private static string Days(int days) => days == 1 ? "1 day" : $"{RuleWords.Number(days)} days";
}
