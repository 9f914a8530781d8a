using System.Text.Json;
using Baton.Server.Hosting;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Home;

/// <summary>What open pages listen to, as server-sent events: <c>hello</c>, and <c>moved</c> with the leads that something has happened to.</summary>
internal static class LivePages
{
    /// <summary>So often something is sent although nothing has moved, so that nothing between cuts the connection, and an ended session ends it.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/live", ListenAsync).May(Right.Look).GoesOn();

    private static async Task ListenAsync(HttpContext http, Live live, Readiness readiness, SessionStore sessions, PeopleStore people)
    {
        using var listener = live.Listen(http.Viewer().Workspace, http.Viewer().Person.Id);
        if (listener is null)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        (http.Response.ContentType, http.Response.Headers["X-Accel-Buffering"]) = ("text/event-stream", "no");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, readiness.Drains);
        try
        {
            await listener.Begun.WaitAsync(end.Token);
            await SendAsync("retry: 2000\nevent: hello\ndata: {}\n\n");
            while (true)
            {
                var moved = await listener.NextAsync(Heartbeat, end.Token);
                if (!await MayStillAsync(http.Viewer(), sessions, people, end.Token))
                {
                    return;
                }

                await SendAsync(moved is null ? ": still here\n\n" : $"event: moved\ndata: {JsonSerializer.Serialize(new { leads = moved.Leads })}\n\n");
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more, or the server is being stopped.
        }

        async Task SendAsync(string text)
        {
            await http.Response.WriteAsync(text, end.Token);
            await http.Response.Body.FlushAsync(end.Token);
        }
    }

    /// <summary>True where the session goes on, and whoever it is still may look.</summary>
    private static async Task<bool> MayStillAsync(Viewer viewer, SessionStore sessions, PeopleStore people, CancellationToken cancel) =>
        (await sessions.OfAsync(viewer.Workspace, viewer.Person.Id, cancel)).Any(session => session.Id == viewer.Session)
        && await people.GetAsync(viewer.Workspace, viewer.Person.Id, cancel) is { Deactivated: null } now && Rights.May(now.Role, Right.Look);
}
