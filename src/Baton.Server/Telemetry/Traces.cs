using System.Diagnostics;

namespace Baton.Server.Telemetry;

/// <summary>What is traced: a request, how its calls wait and are kept, and the commit that serves many of them.</summary>
internal static class Traces
{
    public const string Name = "Baton";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a request.</summary>
    /// <param name="name">Method and route.</param>
    /// <param name="parent">The caller's <c>traceparent</c>; its <c>tracestate</c>, which may say anything, is left.</param>
    public static Activity? Begin(string name, string parent) =>
        Source.HasListeners() ? Source.StartActivity(name, ActivityKind.Server, ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? context : default) : null;

    /// <summary>Begins the wait of a request's calls until they are kept.</summary>
    public static Activity? Intake(int calls) => Source.StartActivity("intake")?.SetTag("baton.calls", calls);

    /// <summary>Begins the commit that serves several of those.</summary>
    /// <param name="waiting">What waits for it.</param>
    /// <param name="calls">How many calls it brings.</param>
    public static Activity? Commit(IEnumerable<ActivityContext> waiting, int calls) => Source.HasListeners()
        ? Source.StartActivity(
            ActivityKind.Internal, default(ActivityContext), links: waiting.Where(context => context != default).Select(context => new ActivityLink(context)), name: "commit")
            ?.SetTag("baton.calls", calls)
        : null;
}
