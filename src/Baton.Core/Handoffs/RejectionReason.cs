using System.Collections.Immutable;
using Baton.Core.Documents;

namespace Baton.Core.Handoffs;

/// <summary>Why sales may give a lead back.</summary>
/// <param name="Name">As programs and files have it: <c>budget_too_small</c>.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Ends">True where the lead is disqualified and never comes back by itself; false where it is recycled.</param>
/// <param name="About">The attribute or criterion that the reason is about; null for none.</param>
/// <param name="WakeDays">After how many days a recycled lead wakes; null for never.</param>
/// <param name="AheadMonths">
/// Where the lead has said when it will be ready: how many months before that it wakes, though never before half of the time is over. Null where the
/// reason is about no time.
/// </param>
public sealed record RejectionReason(string Name, string Title, bool Ends, string? About, int? WakeDays, int? AheadMonths)
{
    /// <summary>The reasons of a playbook that lists none.</summary>
    public static ImmutableArray<RejectionReason> Usual { get; } =
    [
        new("no_budget", "No budget", Ends: false, "budget", 180, null),
        new("budget_too_small", "Budget too small", Ends: false, "budget", 180, null),
        new("no_authority", "No authority", Ends: false, "authority", 60, null),
        new("no_need", "No need", Ends: false, "need", 180, null),
        new("timeline_too_far", "Timeline too far", Ends: false, "timeline", 180, 6),
        new("bad_fit", "Bad fit", Ends: true, null, null, null),
        new("bad_data", "Bad data", Ends: true, null, null, null),
        new("duplicate", "Duplicate", Ends: true, null, null, null),
        new("competitor", "Competitor", Ends: true, null, null, null),
        new("not_now", "Not now", Ends: false, null, 90, null),
    ];

    /// <summary>The title; that of a usual reason in the language.</summary>
    public string TitleIn(Wording words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Title switch
        {
            "No budget" => words["No budget"],
            "Budget too small" => words["Budget too small"],
            "No authority" => words["No authority"],
            "No need" => words["No need"],
            "Timeline too far" => words["Timeline too far"],
            "Bad fit" => words["Bad fit"],
            "Bad data" => words["Bad data"],
            "Duplicate" => words["Duplicate"],
            "Competitor" => words["Competitor"],
            "Not now" => words["Not now"],
            _ => Title,
        };
    }
}
