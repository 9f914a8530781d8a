using Baton.Core.Documents;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Handoffs;

/// <summary>What somebody has just done about a lead, told once by the page that they come to next.</summary>
/// <param name="What">What.</param>
/// <param name="Lead">The lead's id.</param>
/// <param name="Called">What to call the lead.</param>
public sealed record Done(LeadAct What, Guid Lead, string Called)
{
    private const string Cookie = "baton-done";

    /// <summary>What pages bring with them that refresh themselves: they tell nothing, so that it is told to who reads.</summary>
    private const string Refresh = "Baton-Refresh";

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>Goes on after something was done.</summary>
    internal static IResult GoOn(HttpContext http, LeadAct what, LeadForm form)
    {
        const int Longest = 120;
        http.Response.Cookies.Append(
            Cookie,
            $"{(int)what}|{form.Lead.Id:N}|{form.Lead.Called.Shortened(Longest)}",
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = Lasts, Secure = http.Request.IsHttps, IsEssential = true });
        if (!form.IsInDialog)
        {
            return Pages.GoTo(form.Back);
        }

        http.Response.Headers["Baton-Back"] = Uri.EscapeDataString(form.Back);
        return TypedResults.NoContent();
    }

    /// <summary>What was done, for a page to tell; null for nothing. It is told once.</summary>
    internal static Done? Take(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey(Refresh) || http.Request.Cookies[Cookie] is not { } kept)
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie);
        return kept.Split('|', 3) is [var what, var lead, var called] && Enum.TryParse<LeadAct>(what, out var act) && Enum.IsDefined(act) && Guid.TryParseExact(lead, "N", out var id)
            ? new Done(act, id, called)
            : null;
    }
}

/// <summary>What people do about leads in pages.</summary>
public enum LeadAct
{
    Accepted,
    GivenBack,
    ContactLogged,
    Noted,
    Answered,
    Snoozed,
    Resumed,
    TaskAdded,
    TaskDone,
    TaskDropped,
    Moved,
}
