using System.Net.Http.Headers;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Fixture;

/// <summary>
/// One platform for a whole collection of stories: the real AppHost on random ports, with data that goes when the tests end.
/// </summary>
public class PlatformFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Platforms of one process start one after the other: the AppHosts share the user secrets, and two starts at once on a small machine
    /// take longer than two in turn.
    /// </summary>
    private static readonly SemaphoreSlim StartGate = new(1);

    private static readonly string[] Services = ["accounts", "usage", "gateway", "dashboard", "fakeupstream"];

    private readonly string name;
    private readonly string[] settings;
    private readonly string serviceToken = RandomNumberGenerator.GetHexString(48);
    private IDistributedApplicationTestingBuilder? builder;
    private DistributedApplication? app;
    private readonly Dictionary<(string Service, string Name), string?> later = [];

    /// <summary>With native stores and throw-away data.</summary>
    public PlatformFixture()
        : this([]) { }

    /// <param name="settings">Of the AppHost, such as <c>Stores=Containers</c>; each takes the place of the stories' own.</param>
    /// <param name="name">The collection of stories it is for. A story of this collection that fails shows this platform's logs.</param>
    internal PlatformFixture(string[] settings, string name = PlatformCollection.Name) => (this.settings, this.name) = (settings, name);

    public DistributedApplication App => app ?? throw new InvalidOperationException("The platform has not been started.");

    public ResourceLogs Logs { get; private set; } = new();

    /// <summary>What resources wrote of errors until all of them were healthy.</summary>
    public IReadOnlyList<string> StartErrors { get; private set; } = [];

    /// <summary>Where the gateways keep their journals.</summary>
    public SmallDisk JournalDisk { get; } = new();

    /// <summary>Files with settings of the gateways.</summary>
    public SecretDirectory Secrets { get; } = new();

    private DevelopmentCertificate Certificate { get; } = new();

    /// <summary>What the platform sells; a story that changes it restores it.</summary>
    public CatalogueOnDisk Catalogue { get; } = new();

    /// <summary>Stripe, which is configured beside the sandbox.</summary>
    public StripeFake Stripe { get; private set; } = null!;

    /// <summary>Upstreams that a story scripts.</summary>
    public ScriptedRoutes Routes { get; } = new();

    /// <summary>Where the services' traces go.</summary>
    public OtlpReceiver Telemetry { get; private set; } = null!;

    /// <summary>What our services know each other by.</summary>
    public string ServiceToken => serviceToken;

    /// <summary>Accounts and Usage as our own services see them: with the service credential.</summary>
    public HttpClient Accounts { get; private set; } = null!;

    public HttpClient Usage { get; private set; } = null!;

    /// <summary>The fake upstream's own side: its tally.</summary>
    public HttpClient Upstream { get; private set; } = null!;

    public Uri DashboardAddress => App.GetEndpoint("dashboard", "http");

    public Uri GatewayAddress => App.GetEndpoint("gateway", "http");

    /// <summary>What a person puts into a tool.</summary>
    public Uri BaseUrl => new(GatewayAddress, "v1");

    public async Task InitializeAsync()
    {
        await StartGate.WaitAsync();
        try
        {
            await StartAsync();
        }
        finally
        {
            StartGate.Release();
        }
    }

    private async Task StartAsync()
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        Telemetry = await OtlpReceiver.StartAsync();
        builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [.. TestResources.Arguments, .. settings, $"Parameters:service-token={serviceToken}"],
            timeout.Token
        );
        var gateway = builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "gateway");
        builder.CreateResourceBuilder(gateway).ForStories(JournalDisk.Path, Secrets.Path, Certificate);
        await Routes.StartAsync();
        Routes.Configure(builder, gateway);
        builder.AddSecond(gateway);
        builder.AddWatchful(gateway);
        builder.AddNarrow(gateway);
        builder
            .CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "accounts"))
            .WithEnvironment("Catalogue__File", Catalogue.Path);
        Stripe = await StripeFake.StartAsync();
        builder
            .CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "usage"))
            .WithEnvironment("Payments__Stripe__ApiBase", Stripe.Address.ToString())
            .WithEnvironment("Payments__Stripe__SecretKey", "sk_test_stories")
            .WithEnvironment("Payments__Stripe__WebhookSecret", StripeFake.WebhookSecret);
        builder.RunServicesAsBuilt(Telemetry.Address);
        // Last, so that what a story asks for is what counts.
        foreach (var service in builder.Resources.OfType<ProjectResource>())
            builder.CreateResourceBuilder(service).WithEnvironment(context => SetLater(service.Name, context.EnvironmentVariables));
        app = await builder.BuildAsync(timeout.Token);
        await app.StartAsync(timeout.Token);
        // Not before: then its resources have the instances whose lines are read, from their first on.
        Logs = ResourceLogs.Follow(app, name);
        foreach (var service in Services)
            await HealthyAsync(service, timeout.Token);
        StartErrors = [.. Services.Concat(["postgres", "redis", "kept"]).SelectMany(Logs.Of).Where(ResourceLogs.IsError)];

        (Accounts, Usage, Upstream) = (Service("accounts"), Service("usage"), Service("fakeupstream"));
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        if (builder is not null)
            await builder.DisposeAsync();
        if (Stripe is not null)
            await Stripe.DisposeAsync();
        if (Telemetry is not null)
            await Telemetry.DisposeAsync();
        JournalDisk.Dispose();
        Certificate.Dispose();
        Secrets.Dispose();
        Catalogue.Dispose();
        await Routes.DisposeAsync();
    }

    /// <summary>Gives the demo account its history, which comes when the services start.</summary>
    public async Task AskForHistoryAsync()
    {
        foreach (var service in (string[])["accounts", "usage"])
            await RestartWithAsync(service, ("Demo__History", "true"));
    }

    /// <summary>Restarts a service with other environment variables; null takes one away.</summary>
    /// <returns>What restarts it as it was.</returns>
    public async Task<Func<Task>> RestartWithAsync(string service, params (string Name, string? Value)[] variables)
    {
        foreach (var (name, value) in variables)
            later[(service, name)] = value;
        await RestartAsync(service);
        return () =>
        {
            foreach (var (name, _) in variables)
                later.Remove((service, name));
            return RestartAsync(service);
        };
    }

    /// <summary>Ends a service or a store and brings it back, as an operator would.</summary>
    public async Task RestartAsync(string resource)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        var result = await App.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.RestartCommand, timeout.Token);
        Assert.True(result.Success, result.Message);
        await HealthyAsync(resource, timeout.Token);
    }

    private void SetLater(string service, Dictionary<string, object> variables)
    {
        foreach (var ((_, name), value) in later.Where(each => each.Key.Service == service))
            if (value is null)
                variables.Remove(name);
            else
                variables[name] = value;
    }

    /// <summary>A client of the gateway that presents <paramref name="key"/>, or none.</summary>
    /// <param name="resource">Which gateway.</param>
    public HttpClient Gateway(string? key = null, string resource = "gateway")
    {
        // Whoever drops an answer is gone at once, and does not read on in the background.
        var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = App.GetEndpoint(resource, "http"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The ledger itself. Not pooled: the stories of restarts would leave dead connections in the pool.</summary>
    public async Task<NpgsqlConnection> OpenLedgerAsync()
    {
        var address = await App.GetConnectionStringAsync("usagedb");
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public Task HealthyAsync(string resource, CancellationToken cancellationToken) =>
        App.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    private HttpClient Service(string name)
    {
        var client = App.CreateHttpClient(name, "http");
        client.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, serviceToken);
        return client;
    }
}

[CollectionDefinition(Name)]
public sealed class PlatformCollection : ICollectionFixture<PlatformFixture>
{
    public const string Name = "platform";
}
