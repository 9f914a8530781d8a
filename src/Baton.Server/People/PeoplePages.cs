using Baton.Server.Keys;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace Baton.Server.People;

/// <summary>The page where people are let in, and given roles.</summary>
internal static class PeoplePages
{
    private const string Path = "/settings/people";

    public static void MapPeoplePages(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup(Path).May(Right.Administer);
        people.MapGet("", (HttpContext http, PeopleStore store, CancellationToken cancel) => ShowAsync(http, store, new(), StatusCodes.Status200OK, cancel));
        people.MapPost("", InviteAsync);
        people.MapPost("/{id:guid}", ChangeAsync);
        people.MapPost("/{id:guid}/invitation", InviteAgainAsync);
        people.MapPost("/{id:guid}/sign-out", SignOutAsync);
        routes.MapGet("/settings/audit", AuditAsync).May(Right.Administer);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PeopleStore people, PeopleNews news, int status, CancellationToken cancel) =>
        Pages.Show<PeoplePage>(new { People = await people.AllAsync(http.Viewer().Workspace, cancel), News = news }, status);

    private static async Task<IResult> InviteAsync(HttpContext http, PeopleStore people, Invitations invitations, CancellationToken cancel)
    {
        var request = new PersonRequest(http.Field("email"), http.Field("name"), http.Field("role"));
        var (workspace, email) = (http.Viewer().Workspace, request.Email.ToLowerInvariant());
        if (PersonEndpoints.WrongWith(new PersonChange(email, request.Name, request.Role)) is { } wrong)
        {
            return await ShowAsync(http, people, new(Problem: wrong, Asked: request), StatusCodes.Status400BadRequest, cancel);
        }

        if (await people.AddAsync(workspace, email, request.Name, request.Role, password: null, one => http.Act("person.invited", $"{one.Name} <{one.Email}>", new { one.Role }), cancel) is not { } person)
        {
            return await ShowAsync(http, people, new(Problem: Words.Of("Somebody has this address already. Find them in the list, and change them there."), Asked: request), StatusCodes.Status409Conflict, cancel);
        }

        return await InvitedAsync(http, people, invitations, person, language: null, again: null, cancel);
    }

    private static async Task<IResult> InviteAgainAsync(HttpContext http, Guid id, PeopleStore people, Invitations invitations, CancellationToken cancel)
    {
        if (await people.GetAsync(http.Viewer().Workspace, id, cancel) is not { Deactivated: null } row)
        {
            return Notices.Missing(http);
        }

        return await InvitedAsync(http, people, invitations, row.Person, row.Language, http.Act("person.invited_again", PersonEndpoints.Called(row)), cancel);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, Guid id, PeopleStore people, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await people.GetAsync(viewer.Workspace, id, cancel) is not { } before)
        {
            return Notices.Missing(http);
        }

        var form = http.Request.Form;
        var patch = new PersonPatch(Given("email"), Given("name"), Given("role"), form.ContainsKey("active") ? http.Field("active") == "yes" : null);
        if (id == viewer.Person.Id && (patch.Active == false || patch.Role is not null && patch.Role != before.Role))
        {
            return await ShowAsync(http, people, new(Problem: Words.Of("You cannot take your own role away, or lock yourself out. Somebody else who runs Baton can.")), StatusCodes.Status409Conflict, cancel);
        }

        if (Pages.ProblemOf(await PersonEndpoints.ChangeAsync(http, id, patch, people, cancel)) is var (words, status))
        {
            return await ShowAsync(http, people, new(Problem: words), status, cancel);
        }

        return Pages.GoTo(Path);

        string? Given(string field) => form.ContainsKey(field) ? http.Field(field) : null;
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, Guid id, PeopleStore people, SessionStore sessions, CancellationToken cancel)
    {
        if (await people.GetAsync(http.Viewer().Workspace, id, cancel) is not { } row)
        {
            return Notices.Missing(http);
        }

        await sessions.EndAllAsync(http.Viewer().Workspace, id, http.Act("person.signed_out", PersonEndpoints.Called(row)), cancel);
        return Pages.GoTo(Path);
    }

    private static async Task<IResult> AuditAsync(
        HttpContext http, AuditLog audit, PeopleStore people, KeyStore keys, IStringLocalizer<Words> T, string? who, string? what, string? since, Guid? before, CancellationToken cancel)
    {
        const int RowsOfPage = 100;
        var workspace = http.Viewer().Workspace;
        Guid? person = Guid.TryParse(who, out var id) ? id : null;
        var query = new AuditQuery(
            person,
            person is null && !string.IsNullOrEmpty(who) ? KeptText.Of(who) : null,
            AuditPage.Subjects.Contains(what) ? what : null,
            FormTime.DayOf(since ?? "") is { } day ? http.Viewer().Zone.AtStartOfDay(day).ToInstant() : null,
            before);
        var (rows, next) = await audit.ReadAsync(workspace, query, RowsOfPage, cancel);
        IReadOnlyList<(string Value, string Name)> actors =
        [
            .. (await people.AllAsync(workspace, cancel)).Select(one => (one.Id.ToString(), one.Name)),
            (Auditor.CommandLine.Name, T["the command line"]),
            .. (await keys.AllAsync(workspace, cancel)).Select(key => key.Actor).Distinct(StringComparer.Ordinal).Select(actor => (actor, actor)),
        ];
        return Pages.Show<AuditPage>(new { Rows = rows, Next = next, Actors = actors, Who = who, What = query.About, Since = since });
    }

    private static async Task<IResult> InvitedAsync(HttpContext http, PeopleStore people, Invitations invitations, Person person, string? language, AuditedAct? again, CancellationToken cancel)
    {
        var path = (await invitations.LinkAsync(http.Viewer().Workspace, person.Id))!;
        await invitations.SendAsync(http.Viewer().Workspace, person, language, http.Viewer().Person.Name, path, again, cancel);
        return await ShowAsync(http, people, new(Invited: person, Link: $"{http.Request.Scheme}://{http.Request.Host}{path}"), StatusCodes.Status200OK, cancel);
    }
}

/// <summary>What the page of people has to say beside who there is.</summary>
/// <param name="Invited">Who was invited just now.</param>
/// <param name="Link">The link that they were sent.</param>
/// <param name="Problem">Why something was not done.</param>
/// <param name="Asked">Whom that was about, to be corrected.</param>
public sealed record PeopleNews(Person? Invited = null, string? Link = null, string? Problem = null, PersonRequest? Asked = null);
