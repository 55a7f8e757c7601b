using Platform.AppHost.Commands;

namespace Platform.AppHost;

internal static class UpstreamExtensions
{
    private const string FakeKey = "fake-upstream-key";

    /// <summary>
    /// Configures the gateway's upstream: <c>Parameters:upstream-base-url</c> with the secret <c>Parameters:upstream-api-key</c>, or the
    /// scripted upstream when no address is configured. The scripted upstream is never published.
    /// </summary>
    /// <returns>The scripted upstream; null when it is not used.</returns>
    public static IResourceBuilder<ProjectResource>? AddUpstream(this IResourceBuilder<ProjectResource> gateway)
    {
        var builder = gateway.ApplicationBuilder;
        var address = builder.Configuration["Parameters:upstream-base-url"] ?? builder.Configuration["Parameters:upstream_base_url"];
        if (!string.IsNullOrEmpty(address) || builder.ExecutionContext.IsPublishMode)
        {
            gateway
                .WithEnvironment("Upstreams__primary__BaseUrl", builder.AddParameter("upstream-base-url"))
                .WithEnvironment("Upstreams__primary__ApiKey", builder.AddParameter("upstream-api-key", secret: true));
            return null;
        }

        var fake = builder
            .AddProject<Projects.FakeUpstream>("fakeupstream")
            .WithEnvironment("FakeUpstream__ApiKey", FakeKey)
            .WithParentRelationship(gateway)
            .WithFailCommand()
            .WithHttpHealthCheck("/health");
        gateway
            .WaitFor(fake)
            .WithEnvironment("Upstreams__primary__BaseUrl", $"{fake.GetEndpoint("http")}/v1")
            .WithEnvironment("Upstreams__primary__ApiKey", FakeKey)
            // By them a request tells the scripted upstream what to do.
            .WithEnvironment("Upstreams__primary__RequestHeaders", "x-fake-*")
            // Some of its models fail and refuse by script, which says nothing of the others.
            .WithEnvironment("Health__ConsecutiveFailures", "1000000")
            .WithEnvironment("Health__Refusals", "1000000")
            .WithEnvironment("Health__MaxCoolDown", "00:00:00");
        return fake;
    }
}
