using System.Globalization;
using Baton.Core.Lifecycle;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>The pages of teams: who is in them, when they work, and who gets what.</summary>
internal static class TeamPages
{
    /// <summary>A member has five, and a team up to a thousand members.</summary>
    private const int MostFields = 8_000;

    public const string Path = "/settings/teams";

    public static void MapTeamPages(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup(Path).May(Right.ManageTeams).WithFormOptions(valueCountLimit: MostFields);
        teams.MapGet("", ListAsync);
        teams.MapGet("/new", NewAsync);
        teams.MapPost("/new", AddAsync);
        teams.MapGet("/{id:guid}", OpenAsync);
        teams.MapPost("/{id:guid}", ChangeAsync);
        teams.MapGet("/{id:guid}/delete", AskFirstAsync);
        teams.MapPost("/{id:guid}/delete", DeleteAsync);
        teams.MapGet("/routing", RoutingAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, TeamStore teams, RoutingTrial routing, IClock clock, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var roster = await routing.RosterAsync(http.Viewer().Workspace, cancel);
        var rows = (await teams.AllAsync(http.Viewer().Workspace, cancel)).Select(team => TeamSheet.Of(team, roster.Team(team.Team.Id), now)).ToList();
        return Pages.Show<TeamsPage>(new { Teams = rows });
    }

    private static Task<IResult> NewAsync(HttpContext http, PeopleStore people, CancellationToken cancel) => ShowAsync(http, null, TeamForm.New(http.Viewer().Zone.Id), people, problem: null, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> AddAsync(HttpContext http, TeamStore teams, PeopleStore people, CancellationToken cancel)
    {
        var form = TeamForm.Of(http.Request.Form);
        if (form.After(http.Field("do")) is { } other)
        {
            return await ShowAsync(http, null, other, people, problem: null, StatusCodes.Status200OK, cancel);
        }

        var result = await TeamEndpoints.AddAsync(http, form.Request(), teams, cancel);
        return Pages.ProblemOf(result) is var (words, status)
            ? await ShowAsync(http, null, form with { Mistakes = MistakesOf(result) }, people, words, status, cancel)
            : Pages.GoTo($"{Path}?done=added");
    }

    private static async Task<IResult> OpenAsync(HttpContext http, Guid id, TeamStore teams, PeopleStore people, CancellationToken cancel) =>
        await teams.GetAsync(http.Viewer().Workspace, id, cancel) is { } team
            ? await ShowAsync(http, id, TeamForm.Of(team), people, problem: null, StatusCodes.Status200OK, cancel)
            : Notices.Missing(http);

    private static async Task<IResult> ChangeAsync(HttpContext http, Guid id, TeamStore teams, PeopleStore people, CancellationToken cancel)
    {
        if (await teams.GetAsync(http.Viewer().Workspace, id, cancel) is null)
        {
            return Notices.Missing(http);
        }

        var form = TeamForm.Of(http.Request.Form);
        if (form.After(http.Field("do")) is { } other)
        {
            return await ShowAsync(http, id, other, people, problem: null, StatusCodes.Status200OK, cancel);
        }

        // What somebody else has changed since the page was loaded is not overwritten.
        http.Request.Headers.IfMatch = string.Create(CultureInfo.InvariantCulture, $"\"{form.Revision}\"");
        var result = await TeamEndpoints.ReplaceAsync(http, id, form.Request(), teams, cancel);
        return Pages.ProblemOf(result) is var (words, status)
            ? await ShowAsync(http, id, form with { Mistakes = MistakesOf(result) }, people, Said(words, status), status, cancel)
            : Pages.GoTo($"{Path}?done=saved");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid? id, TeamForm form, PeopleStore people, string? problem, int status, CancellationToken cancel) => Pages.Show<TeamPage>(
        new { Id = id, Form = form, People = (IReadOnlyList<PersonRow>)[.. (await people.AllAsync(http.Viewer().Workspace, cancel)).Where(person => person.Deactivated is null)], Problem = problem },
        status);

    private static Task<IResult> AskFirstAsync(HttpContext http, Guid id, TeamStore teams, RoutingTrial routing, CancellationToken cancel) =>
        AskAsync(http, id, teams, routing, problem: null, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, TeamStore teams, RoutingTrial routing, string? problem, int status, CancellationToken cancel)
    {
        if (await teams.GetAsync(http.Viewer().Workspace, id, cancel) is not { } team)
        {
            return Notices.Missing(http);
        }

        var routes = (await routing.PlansAsync(http.Viewer().Workspace, cancel)).SelectMany(plan => plan.Routes).Where(route => route.TeamId == id).Select(route => route.Name).Distinct().ToList();
        return Pages.Show<TeamDeletePage>(new { team.Team.Name, Id = id, Routes = (IReadOnlyList<string>)routes, Problem = problem }, status);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, Guid id, TeamStore teams, RoutingTrial routing, CancellationToken cancel) =>
        Pages.ProblemOf(await TeamEndpoints.DeleteAsync(http, id, teams, cancel)) is var (words, status)
            ? await AskAsync(http, id, teams, routing, words, status, cancel)
            : Pages.GoTo($"{Path}?done=deleted");

    private static async Task<IResult> RoutingAsync(HttpContext http, RoutingTrial routing, IStringLocalizer<Words> T, CancellationToken cancel)
    {
        var plans = await routing.PlansAsync(http.Viewer().Workspace, cancel);
        var asked = http.Request.Query;
        var given = plans.SelectMany(plan => plan.Attributes).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, name => asked[RoutePlan.FieldOf(name)].ToString().Trim(), StringComparer.OrdinalIgnoreCase);
        var plan = plans.FirstOrDefault(one => one.Stage.Title() == asked["stage"]) ?? (plans.Count > 0 ? plans[0] : null);
        var answer = asked.ContainsKey("stage") && plan is not null
            ? await routing.TryAsync(http.Viewer().Workspace, plan.Stage, given, asked["accountOwner"].ToString().Trim(), T.Wording(), cancel)
            : null;
        return Pages.Show<RoutingPage>(new { Plans = plans, Asked = plan, Given = (IReadOnlyDictionary<string, string>)given, Owner = asked["accountOwner"].ToString().Trim(), Answer = answer });
    }

    private static IReadOnlyList<TeamMistake> MistakesOf(INestedHttpResult result) =>
        result.Result is ProblemHttpResult { ProblemDetails.Extensions: { } more } && more.TryGetValue("mistakes", out var mistakes) && mistakes is IReadOnlyList<TeamMistake> list ? list : [];

    private static string Said(string words, int status) => status == StatusCodes.Status412PreconditionFailed
        ? Words.Of("Somebody has changed the team since you opened it. What you typed is still here: open the team in another tab, look what is different, and put it in there.")
        : words;
}
