using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Platform.Bench.Routing;
using Platform.Contracts;
using Platform.Tests.Fixture;

namespace Platform.Bench.Running;

/// <summary>
/// The whole platform as the AppHost describes it, on random ports with throw-away data, and no limit of requests in the way.
/// </summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);
    private static readonly string[] Services = ["accounts", "usage", "gateway", "fakeupstream"];

    private readonly string serviceToken;
    private readonly IDistributedApplicationTestingBuilder builder;
    private readonly DistributedApplication app;

    private RunningPlatform(IDistributedApplicationTestingBuilder builder, DistributedApplication app, string serviceToken) =>
        (this.builder, this.app, this.serviceToken) = (builder, app, serviceToken);

    public Uri Gateway => app.GetEndpoint("gateway", "http");

    public Uri Upstream => app.GetEndpoint("fakeupstream", "http");

    public Uri Dashboard => app.GetEndpoint("dashboard", "http");

    /// <param name="accountsSettings">Environment variables of Accounts.</param>
    public static async Task<RunningPlatform> StartAsync(params (string Name, string Value)[] accountsSettings)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        var serviceToken = RandomNumberGenerator.GetHexString(48);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                .. TestResources.Arguments,
                "Environment=Production",
                $"Parameters:service-token={serviceToken}",
                "Logging:LogLevel:Default=Warning",
            ],
            timeout.Token
        );
        AsInProduction(builder);
        WithModels(builder);
        RoutedModel.NameUpstreams(builder);
        WithoutLimits(builder);
        foreach (var (name, value) in accountsSettings)
            Resource<ProjectResource>(builder, "accounts").WithEnvironment(name, value);
        Durable(builder);
        builder.RunServicesAsBuilt(telemetry: null);
        var app = await builder.BuildAsync(timeout.Token);
        var platform = new RunningPlatform(builder, app, serviceToken);
        await app.StartAsync(timeout.Token);
        foreach (var service in Services)
            await app.ResourceNotifications.WaitForResourceHealthyAsync(service, timeout.Token);
        return platform;
    }

    /// <summary>A client of one of our services, with the service credential.</summary>
    public HttpClient Client(string service)
    {
        var client = app.CreateHttpClient(service, "http");
        client.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, serviceToken);
        return client;
    }

    public async Task<string> ConnectionStringAsync(string resource) => (await app.GetConnectionStringAsync(resource))!;

    /// <summary>Waits for a service that no measurement needs but its own.</summary>
    public async Task HealthyAsync(string service)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        await app.ResourceNotifications.WaitForResourceHealthyAsync(service, timeout.Token);
    }

    public int ProcessId(string resource) => app.ProcessId(resource);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await builder.DisposeAsync();
    }

    /// <summary>No demo account, and none of Development's checks.</summary>
    private static void AsInProduction(IDistributedApplicationTestingBuilder builder)
    {
        foreach (var service in builder.Resources.OfType<ProjectResource>())
            builder.CreateResourceBuilder(service).WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production");
    }

    private static void WithModels(IDistributedApplicationTestingBuilder builder) =>
        Resource<ProjectResource>(builder, "accounts")
            .WithEnvironment("Catalogue__File", RoutedModel.AddTo(Path.Combine(AppContext.BaseDirectory, "catalogue.json")));

    /// <summary>A bench asks more of one key than any person.</summary>
    private static void WithoutLimits(IDistributedApplicationTestingBuilder builder) =>
        Resource<ProjectResource>(builder, "gateway")
            .WithEnvironment("Admission__RequestsPerMinute", "1000000")
            .WithEnvironment("Admission__ConcurrentRequests", "100000");

    /// <summary>Throw-away data need not reach the disk elsewhere; here it is part of the cost.</summary>
    private static void Durable(IDistributedApplicationTestingBuilder builder) =>
        builder
            .CreateResourceBuilder((ExecutableResource)builder.Resources.Single(resource => resource.Name == "postgres"))
            .WithArgs("-c", "fsync=on");

    private static IResourceBuilder<T> Resource<T>(IDistributedApplicationTestingBuilder builder, string name)
        where T : IResource => builder.CreateResourceBuilder(builder.Resources.OfType<T>().Single(resource => resource.Name == name));
}
