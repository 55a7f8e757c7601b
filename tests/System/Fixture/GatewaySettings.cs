using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Platform.Tests.KillPoints;

namespace Platform.Tests.Fixture;

/// <summary>What is different about the gateway of the stories, and the second one beside it.</summary>
internal static class GatewaySettings
{
    public const string Second = "gateway-2";

    /// <summary>
    /// Short times, so that the stories of a silent upstream and of a killed gateway are short; yet longer than any request of the
    /// others. And the points at which a request can make it die, which cost a look at one header.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ForStories(this IResourceBuilder<ProjectResource> gateway, string journal) =>
        gateway
            .WithEnvironment("Forwarding__IdleTimeout", "00:00:05")
            .WithEnvironment("Forwarding__KeepAlive", "00:00:01")
            .WithEnvironment("Admission__HoldLifetime", "00:00:20")
            .WithEnvironment("Journal__Directory", journal)
            .WithEnvironment("DOTNET_STARTUP_HOOKS", typeof(KillPoint).Assembly.Location)
            .WithEnvironment("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(KillPoint).Assembly.GetName().Name);

    /// <summary>
    /// Another gateway over the same stores, in all but its address like <paramref name="first"/>. Stories that need it start it.
    /// </summary>
    public static void AddSecond(this IDistributedApplicationBuilder builder, ProjectResource first) =>
        builder
            .AddProject<Projects.Gateway>(Second)
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
