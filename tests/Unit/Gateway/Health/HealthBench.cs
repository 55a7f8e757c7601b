using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>One gateway's health of one upstream, at a clock of its own. Half-open begins when a test says so.</summary>
internal sealed class HealthBench : IDisposable
{
    private static readonly IOptions<ServiceOptions> Service = Options.Create(new ServiceOptions { Token = new string('t', 32) });

    public HealthBench(HealthOptions? options = null, FakeTimeProvider? clock = null, ILogger<HealthLog>? log = null)
    {
        Settings = options ?? new HealthOptions();
        Clock = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
        Board = new HealthBoard(Options.Create(Settings), new Fingerprints(Service));
        Log = new HealthLog(log ?? NullLogger<HealthLog>.Instance);
        Health = new UpstreamHealth(Board, Log, Clock);
    }

    private readonly Queue<Probe> taken = [];

    public HealthOptions Settings { get; }

    public FakeTimeProvider Clock { get; }

    public HealthBoard Board { get; }

    public HealthLog Log { get; }

    public UpstreamHealth Health { get; }

    public Upstream Upstream { get; set; } = Named("primary", "http://127.0.0.1:9/v1");

    public Credential Credential => Upstream.Credentials[0];

    /// <summary>The upstream's name of the model that is asked for, unless a test names another.</summary>
    public const string Model = "m";

    public Circuit Circuit => Board.Of(Upstream);

    public CredentialHealth OfCredential => Board.Of(Upstream, Credential);

    public ModelRest Rest => OfCredential.Rests.Of(Model)!;

    public Availability Availability => Look(Model);

    public TimeSpan? RetryAfter => Health.RetryAfter(Upstream, Model);

    public DateTimeOffset? DownSince => Health.DownSince(Upstream, Model);

    public static Upstream Named(string name, string baseUrl, string secret = "sk-secret") =>
        new(name, new UpstreamOptions { BaseUrl = baseUrl, ApiKey = secret });

    public Availability Look(string model) => Health.Look(Upstream, Credential, model);

    public void Answer() => Report(new CallResult(CallVerdict.Answered, StatusCode: 200));

    public void Fail(int times = 1, int? status = 500, int? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
            Report(new CallResult(CallVerdict.Failed, Span(retryAfter), status));
    }

    public void Limit(int? retryAfter = null, string model = Model) =>
        Report(new CallResult(CallVerdict.Limited, Span(retryAfter), 429), model);

    public void Refuse(int status = 401, int times = 1)
    {
        for (var i = 0; i < times; i++)
            Report(new CallResult(CallVerdict.CredentialRefused, StatusCode: status));
    }

    public bool TryProbe() => TakeProbe() is not null;

    public Probe? TakeProbe()
    {
        if (Health.TryProbe(Upstream, Credential, Model) is not { } probe)
            return null;
        taken.Enqueue(probe);
        return probe;
    }

    /// <summary>What the watch does when the upstream answers the free question.</summary>
    public bool BeginProbes(Tracked tracked, int requests) =>
        tracked.BeginProbes(requests, Clock.GetUtcNow() + HealthWatch.Turn, Clock.GetUtcNow()) is not null;

    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => Board.Dispose();

    /// <summary>Of the request that has its place for longest, or of one that takes it now; where none is to be had, of one without.</summary>
    public void Report(CallResult result, string model = Model)
    {
        var isTried = Circuit.Probes is not null || OfCredential.Probes is not null;
        var probe =
            taken.TryDequeue(out var before) ? before
            : isTried ? Health.TryProbe(Upstream, Credential, model)
            : null;
        Health.Report(Upstream, Credential, model, result with { Probe = probe });
    }

    /// <summary>Of a request that was sent when all was up.</summary>
    public void ReportEarlier(CallResult result) => Health.Report(Upstream, Credential, Model, result);

    private static TimeSpan? Span(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
