using Baton.Server.People;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Baton.Server.Shell;

/// <summary>Who looks at a page.</summary>
/// <param name="Workspace">Where they work.</param>
/// <param name="Row">Who they are, as the database has them now.</param>
/// <param name="Session">Where they are signed in.</param>
/// <param name="Zone">By which wall clock they read times.</param>
public sealed record Viewer(Guid Workspace, PersonRow Row, Guid Session, DateTimeZone Zone)
{
    public Person Person => Row.Person;

    public bool May(Right right) => Rights.May(Row.Role, right);
}

/// <summary>What pages know of a request.</summary>
internal static class ViewerFeature
{
    /// <summary>Who looks, on a page that only those see who are signed in.</summary>
    public static Viewer Viewer(this HttpContext http) => http.ViewerOrNobody() ?? throw new InvalidOperationException("This page is for anybody.");

    /// <summary>Who looks; null for a stranger.</summary>
    public static Viewer? ViewerOrNobody(this HttpContext http) => http.Features.Get<Viewer>();

    /// <summary>A field of the form that was sent, without blanks around it; empty where there is none.</summary>
    public static string Field(this HttpContext http, string name) => http.Request.Form[name].ToString().Trim();
}
