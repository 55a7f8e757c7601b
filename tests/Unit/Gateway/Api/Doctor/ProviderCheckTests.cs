using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Upstreams;
using Platform.Tests.Unit.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Doctor;

/// <summary>One provider that answers, if only that it lists no models, one that fails, and one that nobody listens at.</summary>
public sealed class ProviderCheckTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private readonly WebApplication provider = WebApplication.CreateSlimBuilder().Build();
    private UpstreamConnections Connections { get; } = new(Options.Create(new ForwardingOptions()));
    private HealthBench Bench { get; } = new();
    private UpstreamRegistry registry = null!;
    private ProviderCheck health = null!;
    private int asked;

    public async Task InitializeAsync()
    {
        provider.Urls.Add("http://127.0.0.1:0");
        provider.MapGet(
            "/v1/models",
            () =>
            {
                Interlocked.Increment(ref asked);
                return Results.NotFound();
            }
        );
        provider.MapGet("/broken/models", () => Results.StatusCode(500));
        await provider.StartAsync();
        var address = provider.Urls.Single();
        var upstreams = new UpstreamsOptions
        {
            ["up"] = new() { BaseUrl = address + "/v1" },
            ["broken"] = new() { BaseUrl = address + "/broken" },
            ["gone"] = new() { BaseUrl = "http://127.0.0.1:9/v1" },
        };
        registry = new UpstreamRegistry(Options.Create(upstreams));
        health = new ProviderCheck(registry, Connections, Bench.Health, clock);
    }

    public async Task DisposeAsync()
    {
        Connections.Dispose();
        Bench.Dispose();
        await provider.DisposeAsync();
    }

    private static Model Model(string id, params string[] upstreams) =>
        new(
            id,
            "somebody",
            default,
            1,
            1,
            [.. upstreams.Select(upstream => new ModelRoute(upstream, id, ["openai-chat"], new Price(1, 1, 1)))]
        );

    [Fact]
    public async Task A_model_is_away_only_when_none_of_its_providers_answers()
    {
        var check = await health.RunAsync([Model("both", "gone", "up"), Model("none", "gone"), Model("failing", "broken")]);
        Assert.Equal(
            (CheckStatus.Warn, "2 of 3 models have no provider that answers right now: none, failing."),
            (check.Status, check.Message)
        );
        Assert.DoesNotContain("127.0.0.1", check.Message + check.Fix, StringComparison.Ordinal);
    }

    /// <summary>It lists its models, and answers no request.</summary>
    [Fact]
    public async Task One_that_is_not_called_at_the_moment_does_not_answer()
    {
        Bench.Upstream = registry["up"];
        Bench.Fail(5);
        Assert.Equal(CheckStatus.Fail, (await health.RunAsync([Model("m", "up")])).Status);
        Assert.Equal(0, asked);
        Bench.Pass(5);
        Bench.BeginProbes(Bench.Circuit, 1);
        Bench.Answer();
        Assert.Equal(CheckStatus.Ok, (await health.RunAsync([Model("m", "up")])).Status);
    }

    [Fact]
    public async Task A_provider_is_asked_once_in_ten_seconds_however_many_people_ask()
    {
        var models = new[] { Model("m", "up") };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => health.RunAsync(models)));
        clock.Advance(TimeSpan.FromSeconds(9));
        await health.RunAsync(models);
        Assert.Equal(1, asked);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CheckStatus.Ok, (await health.RunAsync(models)).Status);
        Assert.Equal(2, asked);
    }
}
