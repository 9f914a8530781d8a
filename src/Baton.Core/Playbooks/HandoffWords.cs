using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Playbooks;

/// <summary>Says in plain words how leads are handed over and given back.</summary>
internal static class HandoffWords
{
    /// <summary>To whom a route gives a lead: <c>Inside sales, in turn</c>.</summary>
    public static string Target(Route route, Wording words) => (route.OwnerOfAccount, route.Team) switch
    {
        (true, null) => words["the owner of the account"],
        (true, { } team) => words["the owner of the account, else {0}", InTurn(team, route.Pick, words)],
        (false, var team) => InTurn(team ?? "", route.Pick, words),
    };

    /// <summary>Which leads a route is for.</summary>
    public static string Where(Route route, Wording words) => (route.When, route is { OwnerOfAccount: true, Team: null }) switch
    {
        ({ } when, false) => ConditionWords.Of(when, words),
        ({ } when, true) => words["{0}, and the account has an owner who is not away", ConditionWords.Of(when, words)],
        (null, true) => words["the account has an owner who is not away"],
        (null, false) => words["always"],
    };

    /// <summary>Deadlines and attempts, each as sentences.</summary>
    public static IEnumerable<string> Sentences(HandoffPlan plan, Wording words)
    {
        if (plan.Response is { } response)
        {
            yield return words["**Response time:** a person tries to reach the lead within {0} of the team’s working time after the hand-off. Automatic mails and what comes in from the lead do not count.", Of(response.Within, words)] + Steps(response, words);
        }

        if (plan.Decision is { } decision)
        {
            yield return words["**Decision time:** the lead is accepted or given back within {0} of the team’s working time after the hand-off.", Of(decision.Within, words)] + Steps(decision, words);
        }

        if (plan.Cadence is { } cadence)
        {
            var attempts = words.Listed([.. cadence.Attempts.Select(attempt => Of(attempt, words))]);
            var made = cadence.Attempts.Length == 1 ? words["**Follow-up:** 1 attempt: {0}.", attempts] : words["**Follow-up:** {0} attempts: {1}.", words.Number(cadence.Attempts.Length), attempts];
            var grace = cadence.GraceDays == 1 ? words["1 day"] : words["{0} days", words.Number(cadence.GraceDays)];
            yield return $"{made} {words["It ends as soon as the lead is reached."]} " + (cadence.WakeDays is { } wake
                ? words["A lead that has not answered {0} after the last one is unresponsive and goes back to marketing; it wakes {1}.", grace, After(wake, words)]
                : words["A lead that has not answered {0} after the last one is unresponsive and goes back to marketing.", grace]);
        }
    }

    /// <summary>All that is different between two plans if it is different.</summary>
    public static IReadOnlyList<string> Parts(HandoffPlan plan, Wording words) =>
    [
        .. plan.Routes.Select(route => route.When is { } when
            ? words["{0}: where {1} to {2}", route.Name, ConditionWords.Of(when, words), Target(route, words)]
            : words["{0}: to {1}", route.Name, Target(route, words)]),

        // The first that matches decides, so their order matters.
        plan.Routes.Length > 1 ? words["in the order {0}", string.Join(", ", plan.Routes.Select(route => route.Name))] : "",
        words["else to {0}", plan.Fallback],
        .. Sentences(plan, words).Select(sentence => sentence.Replace("**", "", StringComparison.Ordinal).TrimEnd('.')),
    ];

    /// <summary>A reason with what becomes of the lead.</summary>
    public static string Of(RejectionReason reason, Wording words) =>
        $"{reason.TitleIn(words)}: {Becomes(reason, words)}" + (reason.About is { } about ? words[", about {0}", about] : "");

    /// <summary>What becomes of a lead that is given back for a reason.</summary>
    public static string Becomes(RejectionReason reason, Wording words) => reason switch
    {
        { Ends: true } => words["Disqualified"].ToLowerInvariant(),
        { AheadMonths: { } months, WakeDays: { } otherwise } =>
            words["recycled; wakes {0}, or {1} where it named none", Before(months, words), After(otherwise, words)],
        { AheadMonths: { } months } => words["recycled; wakes {0}", Before(months, words)],
        { WakeDays: { } days } => words["recycled; wakes {0}", After(days, words)],
        _ => words["recycled; does not wake by itself"],
    };

    /// <summary>When leads that were given back come again, as sentences.</summary>
    public static string Of(Recycling recycling, Wording words) =>
        words["A lead that was given back qualifies again before it wakes if it gains {0} points of engagement.", words.Number(recycling.Requalify)] + " " + (recycling.LostDays is { } days
            ? words["A lead whose deal was lost wakes {0}.", After(days, words)]
            : words["A lead whose deal was lost does not wake by itself."]);

    private static string InTurn(string team, Assignment pick, Wording words) => pick switch
    {
        Assignment.RoundRobin => words["{0}, in turn", team],
        Assignment.Weighted => words["{0}, in turn by weight", team],
        Assignment.LeastOpen => words["{0}, to whoever has the fewest open hand-offs", team],
    };

    private static string Steps(Deadline deadline, Wording words)
    {
        (int? At, string What)[] all =
        [
            (deadline.Remind, words["the assignee is reminded"]),
            (deadline.Escalate, words["the manager is told"]),
            (deadline.Reassign, words["somebody else gets the lead"]),
        ];
        var steps = all.Where(step => step.At is not null).OrderBy(step => step.At)
            .Select(step => words["after {0} ({1}%) {2}", Of(deadline.Within * step.At!.Value / 100, words), words.Number(step.At.Value), step.What]).ToList();
        return steps.Count == 0 ? "" : $" {Capital(words.Listed(steps))}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Such as “a call at once”.</summary>
    internal static string Of(Attempt attempt, Wording words)
    {
        var kind = attempt.Kind switch
        {
            ContactKind.Call => words["a call"],
            ContactKind.Email => words["an e-mail"],
            ContactKind.Meeting => words["a meeting"],
            ContactKind.Message => words["a message"],
        };
        return attempt.Day == 0 ? words["{0} at once", kind] : words["{0} on day {1}", kind, words.Number(attempt.Day)];
    }

    /// <summary>Time to the tenth of a minute: <c>60 minutes</c>, <c>16 hours</c>.</summary>
    private static string Of(Duration time, Wording words) => time.TotalMinutes switch
    {
        1 => words["1 minute"],
        var minutes when minutes > 60 && minutes % 60 == 0 => words["{0} hours", words.Number((decimal)minutes / 60)],
        var minutes => words["{0} minutes", words.Number((decimal)minutes, decimals: 1)],
    };

    private static string Before(int months, Wording words) => months == 1
        ? words["1 month before the time that the lead named"]
        : words["{0} months before the time that the lead named", words.Number(months)];

    private static string After(int days, Wording words) => days == 1 ? words["after 1 day"] : words["after {0} days", words.Number(days)];
}
