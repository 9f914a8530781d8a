using Baton.Server.Handoffs;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Does something about several leads: each goes through the same door as one alone, and it is told what came of each.</summary>
internal static class LeadListChosen
{
    private static readonly LocalTime EndOfWork = new(17, 0);

    public static Task<IResult> MoveAsync(HttpContext http, Doing doing, LeadList leads, CancellationToken cancel) => DoAsync(
        http, leads, LeadListDeed.Moved, async lead => await WorkEndpoints.MoveAsync(http, lead, new MoveRequest(http.Field("stage"), http.Field("reason"), null, null), doing, cancel), cancel);

    public static async Task<IResult> AddTaskAsync(HttpContext http, Doing doing, IDatabase database, LeadList leads, CancellationToken cancel)
    {
        if (FormTime.DayOf(http.Field("due")) is not { } day)
        {
            return Refused(http, "Say by which day it is to be done.");
        }

        var due = http.Viewer().Zone.AtLeniently(day + EndOfWork).ToInstant();
        return await DoAsync(
            http, leads, LeadListDeed.GivenTask, async lead => await WorkEndpoints.AddTaskAsync(http, lead, new TaskRequest(http.Field("title"), due, null, null, null), doing, database, cancel), cancel);
    }

    /// <summary>The leads that a form says are chosen.</summary>
    public static bool TryRead(HttpContext http, out List<Guid> chosen, out IResult? problem)
    {
        chosen = [.. http.Request.Form["lead"].Select(id => Guid.TryParse(id, out var known) ? known : (Guid?)null).OfType<Guid>().Distinct()];
        problem = chosen.Count == 0 ? Refused(http, "No lead is chosen. Tick the leads that you mean.")
            : chosen.Count > LeadListExport.MostChosen ? Refused(http, FormattableString.Invariant($"At most {LeadListExport.MostChosen} leads are done at once, and these are {chosen.Count}. Choose fewer."))
            : null;
        return problem is null;
    }

    private static async Task<IResult> DoAsync(HttpContext http, LeadList leads, LeadListDeed deed, Func<Guid, Task<IResult>> act, CancellationToken cancel)
    {
        if (!TryRead(http, out var chosen, out var problem))
        {
            return problem!;
        }

        var refused = new Dictionary<Guid, string>();
        foreach (var lead in chosen)
        {
            if (Pages.ProblemOf(await act(lead)) is var (words, status))
            {
                // What is wrong with the form is wrong for each of them.
                if (status == StatusCodes.Status400BadRequest)
                {
                    return Refused(http, words);
                }

                refused.Add(lead, words);
            }
        }

        var named = (await leads.FindAsync(http.Viewer().Workspace, [.. refused.Keys], cancel)).ToDictionary(lead => lead.Lead.Id, lead => lead.Lead.Name ?? lead.Lead.Email);
        var told = new LeadListDone(deed, http.Field("stage"), chosen.Count - refused.Count, [.. refused.Select(one => (one.Key, named.GetValueOrDefault(one.Key) ?? "", one.Value))], BackOf(http));
        return Pages.Show<LeadListDonePage>(new { Done = told });
    }

    /// <summary>Says why nothing was done, with the way back to the list.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult Refused(HttpContext http, string problem) =>
        Pages.Show<LeadListDonePage>(new { Done = new LeadListDone(LeadListDeed.Nothing, "", 0, [], BackOf(http), problem) }, StatusCodes.Status400BadRequest);

    private static string BackOf(HttpContext http) => LeadListAddress.Of(http.Field("address")).ToString();
}

/// <summary>What was done about several leads.</summary>
public enum LeadListDeed
{
    Nothing,
    Moved,
    GivenTask,
}

/// <summary>What came of something that was done about several leads.</summary>
/// <param name="Deed">What was done.</param>
/// <param name="Stage">Where they were moved to.</param>
/// <param name="Count">Of how many it was done.</param>
/// <param name="Refused">Of whom it was not, what they are called, and why.</param>
/// <param name="Back">The list.</param>
/// <param name="Problem">Why nothing was done at all; null where it was.</param>
public sealed record LeadListDone(LeadListDeed Deed, string Stage, int Count, IReadOnlyList<(Guid Lead, string Name, string Why)> Refused, string Back, string? Problem = null);
