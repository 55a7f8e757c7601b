using Microsoft.Extensions.Configuration;

namespace Platform.AppHost.Startup;

/// <summary>Requires that every fixed port is free, and waits for a port that an earlier run has not released yet.</summary>
internal static class PortCondition
{
    private static readonly TimeSpan WaitTime = TimeSpan.FromSeconds(20),
        Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Set by Aspire in tests, which have no Aspire dashboard either, although its addresses are configured.</summary>
    private const string RandomPorts = "DcpPublisher:RandomizePorts";

    /// <summary>The settings of the launch profile with the addresses of Aspire's own servers.</summary>
    private static readonly (string Setting, string Who)[] OwnServers =
    [
        ("ASPNETCORE_URLS", "the Aspire dashboard"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "the Aspire dashboard's telemetry"),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "the AppHost's resource service"),
    ];

    public static void RequireFreePorts(this IDistributedApplicationBuilder builder) =>
        builder.BeforeStart(
            async (_, cancellationToken) =>
            {
                if (!builder.ExecutionContext.IsRunMode || builder.Configuration.GetValue<bool>(RandomPorts))
                    return null;
                foreach (var (port, who) in RequiredPorts(builder))
                    if (await WaitForPortAsync(port, who, cancellationToken) is { } problem)
                        return problem;
                return null;
            }
        );

    private static IEnumerable<(int Port, string Who)> RequiredPorts(IDistributedApplicationBuilder builder) =>
        [
            .. builder
                .Resources.SelectMany(
                    resource => resource.Annotations.OfType<EndpointAnnotation>(),
                    (resource, endpoint) => (endpoint.Port, resource.Name)
                )
                .Where(needed => needed.Port is not null)
                .Select(needed => (needed.Port!.Value, needed.Name)),
            .. OwnServers
                .SelectMany(server => (builder.Configuration[server.Setting] ?? "").Split(';'), (server, url) => (Url: url, server.Who))
                .Where(server => Uri.TryCreate(server.Url, UriKind.Absolute, out var url) && url.Port > 0)
                .Select(server => (new Uri(server.Url).Port, server.Who)),
        ];

    private static async Task<string?> WaitForPortAsync(int port, string who, CancellationToken cancellationToken)
    {
        if (PortOwner.Find(port) is not { } owner)
            return null;
        Console.WriteLine($"Port {port} of {who} is taken by {owner}; waiting up to {WaitTime.TotalSeconds:0} s for it.");
        for (var waited = TimeSpan.Zero; waited < WaitTime; waited += Interval)
        {
            await Task.Delay(Interval, cancellationToken);
            if (PortOwner.Find(port) is not { } now)
                return null;
            owner = now;
        }

        return $"Port {port} of {who} is taken by {owner}. End that process, or give {who} another port.";
    }
}
