using Baton.Server.Accounts;
using Baton.Server.Costs;
using Baton.Server.Deals;
using Baton.Server.Delivery;
using Baton.Server.Handoffs;
using Baton.Server.Imports;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Tasks;
using Baton.Server.Teams;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Api;

/// <summary>Baton's own API: everything below <c>/api</c>.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<RateLimits>();
        services.AddSingleton<IdempotentCalls>();
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDescription.Configure);
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase), api => api.UseMiddleware<ApiGate>());
        app.MapLeads();
        app.MapLeadEdits();
        app.MapWork();
        app.MapHandoffs();
        app.MapAnswers();
        app.MapTasks();
        app.MapDeals();
        app.MapCosts();
        app.MapAccounts();
        app.MapEvents();
        app.MapImports();
        app.MapPlaybooks();
        app.MapTeams();
        app.MapPeople();
        app.MapAbsences();
        app.MapCalendars();
        app.MapFrameworks();
        app.MapWorkspace();
        app.MapKeys();
        app.MapWebhooks();
        app.MapSlack();
        app.MapMessages();
        app.MapDescription();
    }
}
