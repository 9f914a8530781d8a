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

    /// <summary>Which leads a route is for.</summary>
    public static string Where(Route route) => (route.When, route is { OwnerOfAccount: true, Team: null }) switch
    {
        ({ } when, false) => ConditionWords.Of(when),
        ({ } when, true) => $"{ConditionWords.Of(when)}, and the account has an owner who is not away",
        (null, true) => "the account has an owner who is not away",
        (null, false) => "always",
    };

    /// <summary>Deadlines and attempts, each as sentences.</summary>
    public static IEnumerable<string> Sentences(HandoffPlan plan)
    {
        if (plan.Response is { } response)
        {
            yield return $"**Response time:** a person tries to reach the lead within {Of(response.Within)} of the team’s working time after the hand-off. Automatic mails and what comes in from the lead do not count.{Steps(response)}";
        }

        if (plan.Decision is { } decision)
        {
            yield return $"**Decision time:** the lead is accepted or given back within {Of(decision.Within)} of the team’s working time after the hand-off.{Steps(decision)}";
        }

        if (plan.Cadence is { } cadence)
        {
            yield return $"**Follow-up:** {(cadence.Attempts.Length == 1 ? "1 attempt" : $"{cadence.Attempts.Length} attempts")}: {Listed([.. cadence.Attempts.Select(Of)])}. "
                + "It ends as soon as the lead is reached. "
                + $"A lead that has not answered {Days(cadence.GraceDays)} after the last one is unresponsive and goes back to marketing"
                + (cadence.WakeDays is { } wake ? $"; it wakes after {Days(wake)}." : ".");
        }
    }

    /// <summary>All that is different between two plans if it is different.</summary>
    public static IReadOnlyList<string> Parts(HandoffPlan plan) =>
    [
        .. plan.Routes.Select(route => $"{route.Name}: {(route.When is { } when ? $"where {ConditionWords.Of(when)} " : "")}to {Target(route)}"),
        // The first that matches decides, so their order matters.
        plan.Routes.Length > 1 ? $"in the order {string.Join(", ", plan.Routes.Select(route => route.Name))}" : "",
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
        $"A lead that was given back qualifies again before it wakes if it gains {RuleWords.Number(recycling.Requalify)} points of engagement. A lead whose deal was lost "
        + (recycling.LostDays is { } days ? $"wakes after {Days(days)}" : "does not wake by itself");

    private static string Turn(Assignment pick) => pick switch
    {
        Assignment.RoundRobin => ", in turn",
        Assignment.Weighted => ", in turn by weight",
        Assignment.LeastOpen => ", to whoever has the fewest open hand-offs",
    };

    private static string Steps(Deadline deadline)
    {
        var steps = new List<(int At, string What)>();
        Add(deadline.Remind, "the assignee is reminded");
        Add(deadline.Escalate, "the manager is told");
        Add(deadline.Reassign, "somebody else gets the lead");
        return steps.Count == 0 ? "" : $" {Capital(Listed([.. steps.OrderBy(step => step.At).Select(step => $"after {Of(deadline.Within * step.At / 100)} ({step.At}%) {step.What}")]))}.";

        void Add(int? percent, string what)
        {
            if (percent is { } at)
            {
                steps.Add((at, what));
            }
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Of(Attempt attempt) =>
        $"{(attempt.Kind == ContactKind.Email ? "an" : "a")} {attempt.Kind.Title().ToLowerInvariant()} {(attempt.Day == 0 ? "at once" : $"on day {RuleWords.Number(attempt.Day)}")}";

    /// <summary>Time to the tenth of a minute: <c>60 minutes</c>, <c>16 hours</c>.</summary>
    private static string Of(Duration time) => time.TotalMinutes switch
    {
        1 => "1 minute",
        var minutes when minutes > 60 && minutes % 60 == 0 => RuleWords.Number((decimal)minutes / 60) + " hours",
        var minutes => RuleWords.Number(decimal.Round((decimal)minutes, 1)) + " minutes",
    };

    private static string Listed(IReadOnlyList<string> phrases) => phrases is { Count: > 1 } ? $"{string.Join(", ", phrases.SkipLast(1))} and {phrases[^1]}" : phrases[0];

    private static string Days(int days) => days == 1 ? "1 day" : $"{RuleWords.Number(days)} days";
}
