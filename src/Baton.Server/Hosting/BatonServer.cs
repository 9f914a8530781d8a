using Baton.Server.Api;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Hosting;

/// <summary>The web server: what it is made of, and what it answers.</summary>
internal static class BatonServer
{
    /// <summary>Makes a server that is ready to run. Its database is brought up to date first.</summary>
    /// <param name="args">Flags of the command line, such as <c>--Data=baton.db</c>.</param>
    /// <param name="clock">The system's where null.</param>
    /// <param name="cancel">Stops the preparation.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, IClock? clock, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddJsonFile("baton.json", optional: true).AddEnvironmentVariables("BATON_").AddCommandLine(args);
        var options = builder.Configuration.Get<ServerOptions>() ?? new ServerOptions();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.SecondsToDrain));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddBaton(options, clock ?? SystemClock.Instance);

        var app = builder.Build();
        await app.Services.GetRequiredService<IDatabase>().MigrateAsync(cancel);
        app.MapBaton();
        return app;
    }

    private static void AddBaton(this IServiceCollection services, ServerOptions options, IClock clock)
    {
        services.AddSingleton(options);
        services.AddSingleton(clock);
        services.AddSingleton(_ => Databases.Open(options.Data, new DatabaseOptions { PostgresWriters = options.PostgresWriters }));
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<PlaybookShelf>();
        services.AddSingleton<PlaybookStore>();
        services.AddSingleton<Door>();
        services.AddSingleton<Waker>();
        services.AddSingleton<CallReaders>();
        services.AddSingleton<IntakeQueue>();
        services.AddSingleton<SegmentIntake>();
        services.AddHostedService<WakerLoop>();
        services.AddSingleton<HandEdits>();
        services.AddSingleton<LeadList>();
        services.AddSingleton<LeadTimeline>();
        services.AddApi();
        services.AddExceptionHandler<FailureAnswers>();
        services.AddProblemDetails();
    }

    private static void MapBaton(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.MapSegment();
        app.MapApi();
    }
}
