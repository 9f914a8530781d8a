using Baton.Server.Api;
using Baton.Server.People.SignIn;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Shell;

/// <summary>An administrative act that a request does, kept in the audit log once it was done.</summary>
internal sealed record Audited(Guid Workspace, Auditor Who, string Act, string Subject, object? Detail);

/// <summary>Says what a request does.</summary>
internal static class AuditFeature
{
    /// <summary>Says what whoever asks does: a person in a page, or a program with its key. Pages that call handlers of the API leave it to them.</summary>
    /// <param name="http">The request.</param>
    /// <param name="act">Such as <c>person.invited</c>.</param>
    /// <param name="subject">To what, as people call it.</param>
    /// <param name="detail">What else there is to be known. No secrets.</param>
    public static void Audit(this HttpContext http, string act, string subject, object? detail = null)
    {
        if (http.ViewerOrNobody() is { } viewer)
        {
            http.Audit(viewer.Workspace, viewer.Person, act, subject, detail);
        }
        else
        {
            http.Features.Set(new Audited(http.Workspace(), new Auditor(http.Key().Actor, Person: null, AddressOf(http)), act, subject, detail));
        }
    }

    /// <inheritdoc cref="Audit(HttpContext, string, string, object?)"/>
    public static void Audit(this HttpContext http, Guid workspace, People.Person person, string act, string subject, object? detail = null) => http.Features.Set(
        new Audited(workspace, new Auditor($"{person.Name} <{person.Email}>", person.Id, AddressOf(http)), act, subject, detail));

    /// <summary>From here on, what the request says that it does is written before its answer begins, where it was done: whoever has the answer finds it in the log.</summary>
    public static void AuditWith(this HttpContext http, AuditLog log)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.OnStarting(() => http.Response.StatusCode < StatusCodes.Status400BadRequest && http.Features.Get<Audited>() is { } act
                ? log.AddAsync(act.Workspace, act.Who, act.Act, act.Subject, act.Detail, default)
                : Task.CompletedTask);
        }
    }

    private static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
