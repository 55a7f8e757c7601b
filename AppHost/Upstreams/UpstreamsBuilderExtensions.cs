using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.AppHost.Commands;

namespace Platform.AppHost.Upstreams;

internal static class UpstreamsBuilderExtensions
{
    private const string Name = "upstreams";

    /// <summary>
    /// Shows the health of the upstreams below the gateway, with what an operator does about it. It is a resource of its own, because the
    /// gateway is healthy, and is waited for, while an upstream is not. Never published.
    /// </summary>
    public static void AddUpstreamsHealth(this IResourceBuilder<ProjectResource> gateway, PlatformServices services)
    {
        var builder = gateway.ApplicationBuilder;
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder
            .Services.AddHealthChecks()
            .AddAsyncCheck(Name, cancellationToken => CheckAsync(gateway.GetEndpoint("http"), services, cancellationToken));
        builder
            .AddResource(new UpstreamsResource(Name))
            .WithInitialState(
                new CustomResourceSnapshot
                {
                    ResourceType = "Upstreams",
                    State = KnownResourceStates.Running,
                    Properties = ImmutableArray<ResourcePropertySnapshot>.Empty,
                }
            )
            .WithIconName("CloudLink")
            .WithParentRelationship(gateway)
            .WithHealthCheck(Name)
            .WithUnPauseCommand(gateway, services)
            .WithTestCommand(gateway, services)
            .ExcludeFromManifest();
    }

    private static async Task<HealthCheckResult> CheckAsync(
        EndpointReference gateway,
        PlatformServices services,
        CancellationToken cancellationToken
    )
    {
        if (!gateway.IsAllocated)
            return HealthCheckResult.Degraded("The gateway has not started");
        try
        {
            var states = await services.UpstreamsAsync(gateway, cancellationToken);
            var down = states.SelectMany(UpstreamWords.Down).ToArray();
            return down.Length == 0
                ? HealthCheckResult.Healthy($"Up: {string.Join(", ", states.Select(state => state.Name))}")
                : HealthCheckResult.Degraded(string.Join("; ", down));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return HealthCheckResult.Degraded("The gateway does not answer");
        }
    }
}
