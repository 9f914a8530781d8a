using Baton.Server.Api;
using Baton.Server.People.SignIn;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Shell;

/// <summary>Says what a request asks for.</summary>
internal static class ActFeature
{
    /// <summary>What whoever asks does: a person in a page, or a program with its key. Who does it notes it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="act">Such as <c>person.invited</c>.</param>
    /// <param name="subject">To what, as people call it.</param>
    /// <param name="detail">What else there is to be known. No secrets.</param>
    public static AuditedAct Act(this HttpContext http, string act, string subject, object? detail = null) => http.ViewerOrNobody() is { } viewer
        ? http.Act(viewer.Person, act, subject, detail)
        : new AuditedAct(new Auditor(http.Key().Actor, Person: null, AddressOf(http)), act, subject, detail);

    /// <summary>What somebody does who is not signed in yet.</summary>
    public static AuditedAct Act(this HttpContext http, People.Person person, string act, string subject, object? detail = null) =>
        new(new Auditor($"{person.Name} <{person.Email}>", person.Id, AddressOf(http)), act, subject, detail);

    private static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
