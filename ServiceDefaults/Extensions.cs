using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults;

/// <summary>
/// The defaults of every service: telemetry, health, service discovery, HTTP clients and a clock. The order is that of Aspire's template;
/// a comment says why where the code differs from it.
/// </summary>
public static class Extensions
{
    public const string ReadinessPath = "/health";
    public const string LivenessPath = "/alive";

    /// <summary>Where the Aspire dashboard asks the gateway how its upstreams are.</summary>
    private const string UpstreamsPath = "/internal/upstreams";

    private const string Live = "live";

    /// <summary>The prefix of all our ActivitySources and Meters.</summary>
    private const string OurSources = "Platform.*";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Not of the template, and before all that reads settings.
        builder.AddSecretFiles();

        builder.ConfigureOpenTelemetry();

        builder.AddDefaultHealthChecks();

        builder.Services.AddServiceDiscovery();

        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            // No retries, unlike the standard resilience handler: a POST may have been carried out although its answer was lost.
            http.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10));

            http.AddServiceDiscovery();
        });

        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder;
    }

    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // The template always collects, and exports where there is an endpoint. Without an endpoint nothing is collected here.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.CollectNothing();
            return builder;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder
            .Services.AddOpenTelemetry()
            // The instance's id is Aspire's, in OTEL_RESOURCE_ATTRIBUTES.
            .ConfigureResource(resource =>
                resource.AddService(
                    builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName,
                    autoGenerateServiceInstanceId: false
                )
            )
            .WithMetrics(metrics =>
            {
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Npgsql", OurSources);
            })
            .WithTracing(tracing =>
            {
                tracing
                    .SetSampler(new ParentBasedSampler(new RootSampler()))
                    .AddSource("Npgsql", OurSources)
                    .AddAspNetCoreInstrumentation(tracing => tracing.Filter = context => !IsLook(context.Request.Path))
                    // Aspire's client integration traces Redis commands in the services that use it.
                    .AddHttpClientInstrumentation();
            })
            .UseOtlpExporter();

        return builder;
    }

    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        return builder;
    }

    /// <summary>
    /// <c>/health</c> (all checks): is the service ready for traffic? <c>/alive</c>: is the process running? Both answer one word.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        // Always, not in Development only as in the template: an orchestrator needs them, and they reveal no details.
        app.MapHealthChecks(ReadinessPath);
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        return app;
    }

    internal static bool IsHealthCheck(PathString path) =>
        path.Equals(ReadinessPath, StringComparison.Ordinal) || path.Equals(LivenessPath, StringComparison.Ordinal);

    /// <summary>Somebody looks every few seconds how the service is.</summary>
    private static bool IsLook(PathString path) => IsHealthCheck(path) || path.Equals(UpstreamsPath, StringComparison.Ordinal);

    private static void CollectNothing(this IHostApplicationBuilder builder)
    {
        // With this category enabled the server creates a span for every request and every outgoing call: a fifth of the gateway's time.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Aspire's client integrations set up collection of their own; the spans of Redis alone cost another fifth.
        builder.Configuration["Aspire:StackExchange:Redis:DisableTracing"] = "true";
        foreach (var integration in (string[])["Aspire:Npgsql", "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL"])
        {
            builder.Configuration[integration + ":DisableTracing"] = "true";
            builder.Configuration[integration + ":DisableMetrics"] = "true";
        }
    }
}
