using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Platform.AppHost.Native;
using Platform.Tests.KillPoints;

namespace Platform.Tests.Fixture;

/// <summary>What is different about the gateway of the stories, and the second one beside it.</summary>
internal static class GatewaySettings
{
    public const string Second = "gateway-2",
        Watchful = "gateway-3",
        WatchfulToo = "gateway-4",
        Narrow = "gateway-5";

    /// <summary>The requests that <see cref="Narrow"/> has room for, and those of one account that wait there for one upstream.</summary>
    public const int NarrowRequests = 16,
        NarrowWaiting = 5;

    /// <summary>What large answers may take there together.</summary>
    public const long NarrowAnswerBytes = 240 * 1024 * 1024;

    private const string Never = "1000000";

    /// <summary>
    /// Short times, so that the stories of a silent upstream and of a killed gateway are short; yet longer than any request of the
    /// others. And the points at which a request can make it die, which cost a look at one header.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ForStories(
        this IResourceBuilder<ProjectResource> gateway,
        string journal,
        string secrets,
        DevelopmentCertificate certificate
    )
    {
        var port = FreePort.Next();
        return gateway
            // HTTP/2 needs it. Nobody finds the gateway there who does not ask for it by this name.
            .WithEndpoint(port, port, "https", "tls", isProxied: false)
            .WithEnvironment("Kestrel__Certificates__Default__Path", certificate.Path)
            .WithEnvironment("Kestrel__Certificates__Default__Password", DevelopmentCertificate.Password)
            .WithEnvironment("Forwarding__HeadersTimeout", "00:00:05")
            .WithEnvironment("Forwarding__IdleTimeout", "00:00:05")
            .WithEnvironment("Forwarding__KeepAlive", "00:00:01")
            .WithEnvironment("Admission__HoldLifetime", "00:00:20")
            .WithEnvironment("Server__StopTimeout", "00:00:04")
            .WithEnvironment("Journal__Directory", journal)
            .WithEnvironment("SecretFiles__Directory", secrets)
            // Stories let the one upstream fail and refuse again and again. Only those of its health are about what follows from that.
            .WithEnvironment("Health__ConsecutiveFailures", Never)
            .WithEnvironment("Health__MinRequests", Never)
            .WithEnvironment("Health__Refusals", Never)
            .WithEnvironment("Health__MaxCoolDown", "00:00:00")
            // What another found to be down they try soon again, as that one does.
            .WithEnvironment("Health__Break", "00:00:01")
            .WithEnvironment("Health__MaxBreak", "00:00:02")
            .WithEnvironment("Secrets__OpenAIMain", CatalogueOnDisk.Secret)
            .WithEnvironment(CatalogueOnDisk.Setting.Replace(":", "__", StringComparison.Ordinal), CatalogueOnDisk.Secret)
            .WithEnvironment("DOTNET_STARTUP_HOOKS", typeof(KillPoint).Assembly.Location)
            .WithEnvironment("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(KillPoint).Assembly.GetName().Name);
    }

    /// <summary>
    /// Two gateways that go by the health of their upstream, with short breaks. They call it by another name of its host, so that what they
    /// find is not of the upstream of the other stories.
    /// </summary>
    public static void AddWatchful(this IDistributedApplicationBuilder builder, ProjectResource first)
    {
        var fake = builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "fakeupstream").GetEndpoint("http");
        foreach (var name in (string[])[Watchful, WatchfulToo])
            builder
                .AddAnother(first, name)
                .WithEnvironment("Upstreams__primary__BaseUrl", $"http://127.0.0.1:{fake.Property(EndpointProperty.Port)}/v1")
                .WithEnvironment("Health__ConsecutiveFailures", "3")
                .WithEnvironment("Health__MinRequests", "20")
                .WithEnvironment("Health__Refusals", "3")
                .WithEnvironment("Health__MaxCoolDown", "00:00:10");
    }

    /// <summary>A gateway that is full soon, and waits for an upstream for as long as one of an operator does.</summary>
    public static void AddNarrow(this IDistributedApplicationBuilder builder, ProjectResource first) =>
        builder
            .AddAnother(first, Narrow)
            .WithEnvironment("Server__MaxRequests", NarrowRequests.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Fairness__MaxWaitingPerAccount", NarrowWaiting.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Forwarding__MaxAnswerBytesInAll", NarrowAnswerBytes.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Forwarding__HeadersTimeout", "00:02:00")
            .WithEnvironment("Forwarding__IdleTimeout", "00:02:00");

    /// <summary>
    /// Another gateway over the same stores, in all but its address like <paramref name="first"/>. Stories that need it start it.
    /// </summary>
    public static void AddSecond(this IDistributedApplicationBuilder builder, ProjectResource first) => builder.AddAnother(first, Second);

    private static IResourceBuilder<ProjectResource> AddAnother(
        this IDistributedApplicationBuilder builder,
        ProjectResource first,
        string name
    ) =>
        builder
            .AddProject<Projects.Gateway>(name)
            .WithExplicitStart()
            .WithHttpHealthCheck("/health")
            .WithEnvironment(async context =>
            {
                var theirs = new EnvironmentCallbackContext(context.ExecutionContext, first, cancellationToken: context.CancellationToken);
                foreach (var environment in first.Annotations.OfType<EnvironmentCallbackAnnotation>())
                    await environment.Callback(theirs);
                foreach (var (name, value) in theirs.EnvironmentVariables)
                    context.EnvironmentVariables.TryAdd(name, value);
            });
}
