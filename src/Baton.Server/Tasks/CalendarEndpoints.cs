using System.Security.Cryptography;
using System.Text;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Tasks;

/// <summary>Tasks in people's own calendars: each has an address that only they know.</summary>
internal static class CalendarEndpoints
{
    public const string Path = "/calendar";

    /// <summary>More than a calendar shows well. The rest comes when some of these are done.</summary>
    private const int MostTasks = 1_000;

    /// <summary>The calendar itself, which calendar programs ask for without a key.</summary>
    public static void MapCalendarFeed(this IEndpointRouteBuilder routes) => routes.MapMethods(Path + "/{token}.ics", ["GET", "HEAD"], ShowAsync).ExcludeFromDescription();

    public static void MapCalendars(this IEndpointRouteBuilder routes)
    {
        var calendars = routes.MapGroup("/api/people/{id:guid}/calendar").WithTags("People").Needs(Scopes.Edit, Scopes.Admin).ProducesProblem(StatusCodes.Status404NotFound);
        calendars.MapPost("", RenewAsync).Needs(Scopes.Admin).AnswersWithSecret();   // it shows what `edit` alone may not read
        calendars.MapDelete("", DeleteAsync);
    }

    /// <summary>Makes the address under which somebody's calendar program finds what they have to do. It is shown this once: only a hash of it is kept.</summary>
    /// <remarks>Whoever has the address sees the tasks, so it is told to nobody else. The one before leads nowhere from then on.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="calendars">The addresses.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<CalendarAnswer>, ProblemHttpResult>> RenewAsync(HttpContext http, Guid id, CalendarStore calendars, CancellationToken cancel)
    {
        if (await calendars.RenewAsync(http.Workspace(), id, http.Act("calendar.made", id.ToString()), cancel) is not var (token, url))
        {
            return PersonEndpoints.Unknown(id);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CalendarAnswer(AddressOf(token, url, http.Request)));
    }

    /// <summary>The address to subscribe to.</summary>
    /// <param name="token">What makes it secret.</param>
    /// <param name="url">Under which address people reach Baton; empty where nobody has said so.</param>
    /// <param name="request">Then it is the one that was asked.</param>
    internal static string AddressOf(CalendarToken token, string url, HttpRequest request) => $"{(url.Length > 0 ? url : $"{request.Scheme}://{request.Host}")}{Path}/{token.Text}.ics";

    /// <summary>Takes the address of somebody's calendar away: it leads nowhere from then on.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="calendars">The addresses.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(HttpContext http, Guid id, CalendarStore calendars, CancellationToken cancel) =>
        await calendars.DeleteAsync(http.Workspace(), id, http.Act("calendar.deleted", id.ToString()), cancel) ? TypedResults.NoContent() : Problems.Unknown("They have no calendar. POST makes one.");

    private static async Task<IResult> ShowAsync(HttpContext http, string token, CalendarStore calendars, TaskList tasks, RateLimits limits, IClock clock, CancellationToken cancel)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        if (await calendars.FindAsync(token, cancel) is not var (workspace, person, name))
        {
            return limits.CountFailure(http.Connection.RemoteIpAddress) is { } pause
                ? RateLimits.Refuse(http, pause, "Too many calls for calendars that are not there came from this address.")
                : Problems.Unknown("There is no calendar here, or not any more. Ask who runs Baton for a new address.");
        }

        var now = clock.GetCurrentInstant();
        var (items, _) = await tasks.ReadAsync(workspace, new TaskQuery(IsOpen: true, person, IsNobodys: false, Before: null, MostTasks, After: null), cancel);

        // When it was asked for stands in it and is no change.
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TaskCalendar.Write(name, items, default))).AsSpan(0, 16));
        http.Response.Headers.ETag = $"W/\"{version}\"";
        if (Versions.Has(http.Request.Headers.IfNoneMatch, version))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        http.Response.Headers.ContentDisposition = "inline; filename=\"baton.ics\"";
        return TypedResults.Text(TaskCalendar.Write(name, items, now), "text/calendar; charset=utf-8");
    }
}

/// <summary>Where somebody's calendar is.</summary>
/// <param name="Url">The secret address, to be added to a calendar program as one to subscribe to.</param>
internal sealed record CalendarAnswer(string Url);
