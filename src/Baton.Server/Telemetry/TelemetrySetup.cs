using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Baton.Server.Telemetry;

/// <summary>Sends metrics and traces to a collector, where one is named.</summary>
internal static class TelemetrySetup
{
    private const string StandardVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="services">What the server is made of.</param>
    /// <param name="collector">Its address; empty for what OpenTelemetry's own variable says, be it nothing.</param>
    public static void AddTelemetry(this IServiceCollection services, string collector)
    {
        if (collector.Length == 0 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(StandardVariable)))
        {
            return;
        }

        var version = typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("baton", serviceVersion: version))
            .WithMetrics(metrics => metrics
                .AddMeter(Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter(exporter => Aim(exporter, collector, "v1/metrics")))
            .WithTracing(traces => traces.AddSource(Traces.Name).AddOtlpExporter(exporter => Aim(exporter, collector, "v1/traces")));
    }

    private static void Aim(OtlpExporterOptions exporter, string collector, string path)
    {
        if (collector.Length > 0)
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(new Uri(collector.TrimEnd('/') + "/"), path);
        }
    }
}
