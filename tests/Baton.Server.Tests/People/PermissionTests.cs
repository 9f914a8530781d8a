using System.Net;
using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.People;

/// <summary>Every route of the server and who gets an answer, read from the routes themselves: one without a rule fails.</summary>
public class PermissionTests
{
    // Those that let in whoever comes, or look at what comes with the call themselves.
    private static readonly string[] Open =
        ["/health/", "/v1/", "/slack/actions", "/calendar/", "/api/docs", "/api/openapi"];

    // Segment's short addresses, and the way to the description.
    private static readonly string[] OpenAsTheyAre = ["/i", "/t", "/p", "/s", "/g", "/a", "/b", "/api"];

    [Fact]
    public async Task Every_route_says_who_gets_an_answer()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);

        var silent = Routes(api).Where(route => route.Metadata.GetMetadata<NeedsScope>() is null && route.Metadata.GetMetadata<NeedsRight>() is null)
            .Select(PathOf).Where(path => !Open.Any(path.StartsWith) && !OpenAsTheyAre.Contains(path)).ToList();

        silent.ShouldBeEmpty();
        Routes(api).Count(route => route.Metadata.GetMetadata<NeedsRight>()?.Right is not null).ShouldBeGreaterThan(10);
        Routes(api).Where(route => route.Metadata.GetMetadata<NeedsRight>() is { Right: null }).Select(PathOf).Distinct().Order().ShouldBe(
            ["/act/{token}", "/assets/{version}/{name}", "/forgotten", "/password/{id}/{token}", "/setup/{token}", "/sign-in", "/sign-in/code", "/sign-out"]);
    }

    [Fact]
    public void The_table_for_people_says_what_holds()
    {
        var rows = File.ReadLines(Repository.File("docs/roles.md")).Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList()).ToList();
        var roles = rows[0][1..];
        roles.ShouldBe(Roles.All);

        var said = rows[2..].SelectMany(row => roles.Where((_, at) => row[at + 1] == "yes").Select(role => (role, row[0].Split(':')[0])));

        said.Order().ShouldBe(Enum.GetValues<Right>().SelectMany(right => roles.Where(role => Rights.May(role, right)).Select(role => (role, right.ToString()))).Order());
    }

    [Theory, EachDatabase]
    public async Task Every_page_answers_those_who_may_and_nobody_else(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var stranger = TestBrowser.Stranger(api);
        var people = new Dictionary<string, TestBrowser>();
        foreach (var role in Roles.All)
        {
            people.Add(role, await TestBrowser.SignInAsync(api, role));
        }

        var (wrong, asked) = (new List<string>(), 0);
        foreach (var route in Routes(api).Where(route => route.Metadata.GetMetadata<NeedsRight>()?.Right is not null))
        {
            var (right, path, method) = (route.Metadata.GetMetadata<NeedsRight>()!.Right!.Value, Filled(route), MethodOf(route));
            await AskAsync("nobody", stranger, mayPass: false);
            foreach (var (role, browser) in people)
            {
                await AskAsync(role, browser, Rights.May(role, right));
            }

            async Task AskAsync(string who, TestBrowser browser, bool mayPass)
            {
                asked++;
                var shown = method == "GET" ? await browser.GetAsync(path) : await browser.PostAsync(path);
                var isIn = shown.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError) && shown.GoesTo?.StartsWith("/sign-in", StringComparison.Ordinal) != true;
                if (isIn != mayPass)
                {
                    wrong.Add($"{method} {path} as {who}: {(int)shown.Status} {shown.GoesTo}, and it needs {right}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(10 * Roles.All.Count);
    }

    [Theory, EachDatabase]
    public async Task Nobody_sees_another_workspace(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var theirs = await api.Services.GetRequiredService<WorkspaceStore>().AddAsync("Others", TestContext.Current.CancellationToken);
        var them = await new PeopleStore(api.World.Db, api.World).AddAsync(theirs.Id, "them@other.example", "Them", Roles.Admin, TestBrowser.Password, TestContext.Current.CancellationToken);
        using var other = TestBrowser.Stranger(api);
        (await other.SignInAsync("them@other.example", TestBrowser.Password)).GoesTo.ShouldBe("/");

        (await other.GetAsync("/settings/people")).Words.ShouldNotContain("rita@acme.example");
        (await rita.GetAsync("/settings/people")).Words.ShouldNotContain("them@other.example");
        (await rita.PostAsync($"/settings/people/{them!.Id}", ("role", Roles.Reader))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await rita.PostAsync($"/settings/people/{them.Id}/invitation")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static IEnumerable<RouteEndpoint> Routes(TestApi api) => api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string PathOf(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();

    private static string Filled(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart parameter => parameter.ParameterPolicies.Any(policy => policy.Content == "guid") ? "0199f1a2-5b7c-7def-8123-456789abcdef"
            : parameter.ParameterPolicies.Any(policy => policy.Content == "int") ? "1"
            : "x",
        _ => "",
    }))));
}
