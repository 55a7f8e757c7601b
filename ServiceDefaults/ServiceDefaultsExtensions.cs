using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Platform.ServiceDefaults;

/// <summary>What every service of the platform starts with: telemetry, health, service discovery, HTTP defaults and a clock.</summary>
public static class ServiceDefaultsExtensions
{
    public const string ReadinessPath = "/health";
    public const string LivenessPath = "/alive";

    private const string Live = "live";

    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddServiceDiscovery();
        // A POST may have been carried out although its answer was lost, so nothing here retries.
        builder.Services.ConfigureHttpClientDefaults(http => http
            .ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10))
            .AddServiceDiscovery());
        return builder;
    }

    /// <summary><c>/health</c>: may traffic come (all checks)? <c>/alive</c>: is the process worth keeping? Neither tells details.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(ReadinessPath);
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        return app;
    }
}
