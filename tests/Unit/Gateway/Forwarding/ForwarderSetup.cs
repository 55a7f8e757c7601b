using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Routes;
using Platform.Gateway.Telemetry;
using Platform.Gateway.Telemetry.Messages;
using Platform.Gateway.Tenancy;
using Platform.Gateway.Upstreams;
using Platform.Tests.Unit.Gateway.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>A forwarder with all that it needs, for upstreams of the test's own.</summary>
internal sealed class ForwarderSetup : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly UpstreamConnections connections;
    private readonly AnswerMemory memory;
    private readonly Lifetime lifetime = new();

    /// <param name="places">Where the upstreams have limits.</param>
    public ForwarderSetup(
        IReadOnlyList<Upstream> upstreams,
        ForwardingOptions? settings = null,
        UpstreamPlaces? places = null,
        TimeProvider? time = null
    )
    {
        var options = Options.Create(settings ?? new ForwardingOptions());
        (connections, memory) = (new UpstreamConnections(options), new AnswerMemory(options));
        Upstreams = new UpstreamSet(upstreams);
        var registry = new UpstreamRegistry(Upstreams);
        Chooser = new RouteChooser(Health, Speeds, Options.Create(new RoutingOptions()));
        Forwarder = new UpstreamForwarder(
            services.GetRequiredService<IHttpForwarder>(),
            Chooser,
            new RouteHealth(Health, Speeds),
            registry,
            connections,
            options,
            new ErrorWriter(Options.Create(new PublicAddresses())),
            lifetime,
            new MessageCapture(Options.Create(new TelemetryOptions()), new HostingEnvironment()),
            memory,
            new UpstreamBodies(
                Chooser,
                new TenantFields(new TenantIds(Options.Create(new TenantOptions { Secret = new string('s', 32) }))),
                TimeProvider.System
            ),
            places ?? new UpstreamPlaces(null!),
            time ?? TimeProvider.System,
            NullLogger<UpstreamForwarder>.Instance
        );
    }

    public UpstreamSet Upstreams { get; }

    public FakeHealth Health { get; } = new();

    public RouteSpeeds Speeds { get; } = new();

    public RouteChooser Chooser { get; }

    public UpstreamForwarder Forwarder { get; }

    public void Dispose()
    {
        connections.Dispose();
        memory.Dispose();
        lifetime.Dispose();
        services.Dispose();
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource never = new();

        public CancellationToken ApplicationStarted => never.Token;

        public CancellationToken ApplicationStopping => never.Token;

        public CancellationToken ApplicationStopped => never.Token;

        public void StopApplication() => never.Cancel();

        public void Dispose() => never.Dispose();
    }
}
