using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Platform.Tests.Stories;

/// <summary>The whole platform, started once for all stories: random ports, data that end with it, the scripted upstream.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    /// <summary>What the services know each other by, for stories that look behind the front door.</summary>
    public const string ServiceToken = "stories-service-token-0123456789-0123456789";

    /// <summary>Enough for a machine that is busy; usually it takes seconds.</summary>
    public static readonly TimeSpan Startup = TimeSpan.FromMinutes(3);

    private static readonly string[] Services = ["accounts", "usage", "gateway", "dashboard"];

    private IDistributedApplicationTestingBuilder? builder;
    private DistributedApplication? app;

    public DistributedApplication App => app ?? throw new InvalidOperationException("The platform has not been started.");

    /// <summary>Where an OpenAI-compatible client is pointed, <c>/v1</c> included.</summary>
    public Uri BaseUrl => new(App.GetEndpoint("gateway"), "/v1");

    public async Task InitializeAsync()
    {
        using var timeout = new CancellationTokenSource(Startup);
        builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["KeepData=false", $"Parameters:service-token={ServiceToken}"], timeout.Token);
        // A story that waits for an answer sets its own limit.
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(60)));
        app = await builder.BuildAsync(timeout.Token);
        await app.StartAsync(timeout.Token);
        await Task.WhenAll(Services.Select(service => app.ResourceNotifications.WaitForResourceHealthyAsync(service, timeout.Token)));
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        if (builder is not null)
            await builder.DisposeAsync();
    }
}

/// <summary>Stories of this collection share one platform and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}
