using Baton.Server.Hosting;
using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Retention;

/// <summary>The page that says what is kept for how long, and where a workspace keeps less. What would go is shown before it goes.</summary>
internal static class RetentionPages
{
    public const string Path = "/settings/retention";

    public static void MapRetentionPages(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup(Path).May(Right.Administer);
        retention.MapGet("", (HttpContext http, EventRetention events, IDatabase database, ServerOptions options, string? days, CancellationToken cancel) =>
            ShowAsync(http, events, database, options, days?.Trim(), cancel));
        retention.MapPost("", SetAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, EventRetention events, IDatabase database, ServerOptions options, string? asked, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var kept = await events.ReadAsync(workspace, cancel);
        int? days = null;
        var isWrong = asked is not null && !EventRetention.TryRead(asked, kept, out days);
        var change = asked is null || isWrong || days == kept.Chosen ? null
            : days is { } fewer ? new RetentionChange(fewer, events.FirstDay(fewer), await events.CountOlderAsync(workspace, fewer, cancel)) : new RetentionChange(null, null, new OlderEvents(0, IsAll: true));
        return Pages.Show<RetentionPage>(
            new
            {
                Kept = kept,
                Things = await KeptThings.ReadAsync(database, workspace, cancel),
                options.DaysToKeepMessages,
                Asked = asked,
                Change = change,
                IsWrong = isWrong,
                IsDone = http.Request.Query["done"] == "1",
            },
            isWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> SetAsync(HttpContext http, EventRetention events, IDatabase database, ServerOptions options, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var kept = await events.ReadAsync(workspace, cancel);
        if (!EventRetention.TryRead(http.Field("days"), kept, out var days))
        {
            return await ShowAsync(http, events, database, options, http.Field("days"), cancel);
        }

        await events.SetAsync(workspace, days, http.Act("retention.changed", "events"), cancel);
        return Pages.GoTo($"{Path}?done=1");
    }
}

/// <summary>What would happen if another number of days were kept.</summary>
/// <param name="Days">How many; null for as many as the server keeps.</param>
/// <param name="From">The first day of which events would be kept.</param>
/// <param name="Events">What would go.</param>
public sealed record RetentionChange(int? Days, LocalDate? From, OlderEvents Events);
