using Baton.Server.People.SignIn;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Shell;

/// <summary>An administrative act that a request does, kept in the audit log once it was done.</summary>
internal sealed record Audited(Guid Workspace, Auditor Who, string Act, string Subject, object? Detail);

/// <summary>Says what a request does.</summary>
internal static class AuditFeature
{
    /// <summary>Says what whoever looks at the page does.</summary>
    /// <param name="http">The request.</param>
    /// <param name="act">Such as <c>person.invited</c>.</param>
    /// <param name="subject">To what, as people call it.</param>
    /// <param name="detail">What else there is to be known. No secrets.</param>
    public static void Audit(this HttpContext http, string act, string subject, object? detail = null) => http.Audit(http.Viewer().Workspace, http.Viewer().Person, act, subject, detail);

    /// <inheritdoc cref="Audit(HttpContext, string, string, object?)"/>
    public static void Audit(this HttpContext http, Guid workspace, People.Person person, string act, string subject, object? detail = null) => http.Features.Set(
        new Audited(workspace, new Auditor($"{person.Name} <{person.Email}>", person.Id, http.Connection.RemoteIpAddress?.ToString()), act, subject, detail));
}
