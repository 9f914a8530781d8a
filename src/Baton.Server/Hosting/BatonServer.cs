using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Costs;
using Baton.Server.Deals;
using Baton.Server.Delivery;
using Baton.Server.Handoffs;
using Baton.Server.Home;
using Baton.Server.Imports;
using Baton.Server.Intake;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Logs;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Playbooks;
using Baton.Server.Playbooks.Previews;
using Baton.Server.Retention;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Tasks;
using Baton.Server.Teams;
using Baton.Server.Telemetry;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    /// <exception cref="ArgumentException">The settings have mistakes.</exception>
    public static async Task<WebApplication> CreateAsync(string[] args, IClock? clock, CancellationToken cancel)
    {
        var settings = SettingsReader.Read(args);
        if (settings.Mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', settings.Mistakes), nameof(args));
        }

        var app = Build(settings.Options, clock, Console.OpenStandardOutput());
        await PrepareAsync(app, cancel);
        return app;
    }

    /// <summary>Makes a server that takes requests once it is prepared. Until then it says that it is not ready.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="clock">The system's where null.</param>
    /// <param name="log">Where log lines go.</param>
    public static WebApplication Build(ServerOptions options, IClock? clock, Stream log)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // Baton's settings are its own. OpenTelemetry's are read from the environment, as everywhere.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddEnvironmentVariables();
        builder.WebHost.UseUrls(ServerOptions.Split(options.Urls));
        builder.WebHost.ConfigureKestrel(Limit);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.SecondsToDrain));
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Debug);

        // By a factory, so that it is disposed with the server: the last lines are written then.
        builder.Services.AddSingleton<ILoggerProvider>(_ => new LogProvider(log, IsJson(options), LogLine.LevelOf(options.LogLevel), TimeProvider.System));
        var readiness = new Readiness();
        builder.Services.AddSingleton(readiness);

        // Why it cannot start is told in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", _ => readiness.HasServed);

        // Who reads the database reads what the keys are for: to encrypt them with another key beside it would help nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Services.AddBaton(options, clock ?? SystemClock.Instance);
        builder.Services.AddTelemetry(options.Telemetry);

        var app = builder.Build();
        app.MapBaton(options);
        return app;
    }

    /// <summary>Brings the database up to date, and lets requests in. A server that cannot be reached yet is waited for: all may be starting at once.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancel)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        for (var told = ""; !readiness.HasServed;)
        {
            try
            {
                await app.Services.GetRequiredService<IDatabase>().MigrateAsync(cancel);
                await app.Services.GetRequiredService<WorkspaceStore>().ReachAtAsync(app.Services.GetRequiredService<ServerOptions>(), cancel);
                readiness.Serve();
            }
            catch (DatabaseUnavailableException failure) when (failure.InnerException is { } cause && PostgresFailure.IsPassing(cause))
            {
                readiness.WaitFor(Databases.ExplainToStrangers(failure)!);
                if (told != failure.Message)
                {
                    app.Services.GetRequiredService<DatabaseNotices>().Tell($"{failure.Message} Baton waits for it.");
                    told = failure.Message;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            }
        }
    }

    /// <summary>True where the log is for programs.</summary>
    public static bool IsJson(ServerOptions options) => options.Logs switch
    {
        "json" => true,
        "text" => false,
        _ => Console.IsOutputRedirected,
    };

    /// <summary>What a connection may take before anything of Baton's sees it, so that many of them take little.</summary>
    private static void Limit(KestrelServerOptions kestrel)
    {
        const int BytesOfBodyUnread = 64 << 10;
        const int BytesASecond = 4 << 10;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBufferSize = BytesOfBodyUnread;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(BytesASecond, TimeSpan.FromSeconds(10));
    }

    private static void AddBaton(this IServiceCollection services, ServerOptions options, IClock clock)
    {
        services.AddSingleton(options);
        services.AddSingleton(clock);
        services.AddSingleton<IHostLifetime, OwnLifetime>();
        services.AddSingleton<DatabaseNotices>();
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<IDatabase>(all => new OutboxDatabase(
            new CallDatabase(Databases.Open(options.Data, new DatabaseOptions { PostgresWriters = options.PostgresWriters, Notice = all.GetRequiredService<DatabaseNotices>().Tell })),
            all.GetRequiredService<OutboxBell>()));
        services.AddSingleton<DatabaseHealth>();
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<AbsenceStore>();
        services.AddSingleton<AbsenceSheets>();
        services.AddSingleton<TeamStore>();
        services.AddSingleton<RoutingTrial>();
        services.AddSingleton<PlaybookShelf>();
        services.AddSingleton<PlaybookStore>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SampleShelf>(provider, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton<Previewer>();
        services.AddSingleton<Door>();
        services.AddSingleton<Waker>();
        services.AddSingleton<CallReaders>();
        services.AddSingleton<IntakeRoom>();
        services.AddSingleton<IntakeQueue>();
        services.AddSingleton<SegmentIntake>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<ImportLooks>();
        services.AddHostedService<WakerLoop>();
        services.AddHostedService<ImportLoop>();
        services.AddSingleton<OldEvents>();
        services.AddSingleton<EventRetention>();
        services.AddSingleton<OldRejectedCalls>();
        services.AddSingleton<Leftovers>();
        services.AddHostedService<RetentionLoop>();
        services.AddSingleton<HandEdits>();
        services.AddSingleton<Doing>();
        services.AddSingleton<HandoffList>();
        services.AddSingleton<Acts>();
        services.AddSingleton<AnswerList>();
        services.AddSingleton<TaskList>();
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<FirstSteps>();
        services.AddSingleton<Live>();
        services.AddSingleton<CalendarStore>();
        services.AddSingleton<CostStore>();
        services.AddSingleton<DealEdits>();
        services.AddSingleton<DealList>();
        services.AddSingleton<LeadList>();
        services.AddSingleton<LeadViewStore>();
        services.AddSingleton<WordFill>();
        services.AddHostedService<WordFillLoop>();
        services.AddSingleton<LeadTimeline>();
        services.AddSingleton<LeadSheets>();
        services.AddSingleton<AccountList>();
        services.AddSingleton<AccountSheets>();
        services.AddDelivery();
        services.AddApi();
        services.AddShell();
        services.AddSignIn(options);
        services.AddExceptionHandler<FailureAnswers>();
        services.AddProblemDetails();
    }

    private static void MapBaton(this WebApplication app, ServerOptions options)
    {
        app.UseProxies(options.Proxies);
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler();
        app.UseMiddleware<Gate>();
        app.UsePages();
        app.MapHealth();
        app.MapSegment();
        app.MapActs();
        app.MapSlackActions();
        app.MapCalendarFeed();
        app.MapApi();
        app.MapAssets();
        app.MapSignIn();
        app.MapHome();
        app.MapLeadLists();
        app.MapLeadPages();
        app.MapBriefPages();
        app.MapAccountPages();
        app.MapPlaybookPages();
        app.MapLive();
        app.MapLeadForms();
        app.MapPreviewPages();
        app.MapMe();
        app.MapCalendarPage();
        app.MapSettings();
        app.MapPeoplePages();
        app.MapTeamPages();
        app.MapAbsencePages();
        app.MapTargetPages();
        app.MapMessagePages();
        app.MapKeyPages();
        app.MapImportPages();
        app.MapRetentionPages();
        app.MapStart();
    }
}
