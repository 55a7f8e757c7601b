using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Gateway.Health;
using Platform.Tests.Unit.MoneyCore;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>What is down is asked for its models before a request tries it, and so is one that refused a credential.</summary>
public sealed class HealthWatchTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [RedisTheory]
    [InlineData(200, true)]
    [InlineData(404, true)] // It has no list.
    [InlineData(401, true)] // It can be reached.
    [InlineData(503, false)]
    [InlineData(null, false)]
    public async Task An_upstream_that_is_due_is_asked_first(int? status, bool isLetThrough)
    {
        using var bench = new HealthBench(new HealthOptions { Break = TimeSpan.FromMinutes(1) });
        bench.Fail(5);
        Assert.Equal(Availability.Down, bench.Availability);
        bench.Pass(60);
        var asked = await WatchAsync(bench, status, () => bench.Circuit.Probes is not null || bench.Circuit.Record.Times > 1);
        Assert.Equal(isLetThrough ? Availability.HalfOpen : Availability.Down, bench.Availability);
        Assert.Equal(
            ["http://127.0.0.1:9/v1/models Bearer sk-secret sk-secret"],
            asked.Select(request =>
                $"{request.RequestUri} {request.Headers.Authorization} {request.Headers.GetValues("x-api-key").Single()}"
            )
        );
    }

    [RedisTheory]
    [InlineData(401, 401, true)]
    [InlineData(403, 403, true)]
    [InlineData(403, 401, true)]
    [InlineData(401, 200, false)]
    [InlineData(403, 200, false)]
    [InlineData(403, 404, false)]
    [InlineData(403, 500, false)]
    [InlineData(401, 404, true)]
    [InlineData(401, null, true)]
    public async Task A_refusal_is_asked_about(int refused, int? status, bool isPaused)
    {
        using var bench = new HealthBench();
        bench.Refuse(refused);
        var asked = await WatchAsync(bench, status, () => bench.OfCredential.IsSettled);
        Assert.Single(asked);
        Assert.Equal(isPaused ? Availability.Paused : Availability.Up, bench.Availability);
    }

    /// <summary>Another gateway may have customers who wait for it, and goes first.</summary>
    [RedisFact]
    public async Task A_gateway_without_a_request_for_it_waits_a_turn_and_has_a_shorter_one()
    {
        using var bench = new HealthBench();
        bench.Fail(5);
        bench.Pass(14.9);
        // The watch looks for a refused credential after what is due, so that its question shows that it has looked.
        bench.Refuse(403);
        Assert.Single(await WatchAsync(bench, 200, () => bench.OfCredential.IsSettled));
        Assert.Null(bench.Circuit.Probes);
        bench.Pass(0.1);
        await WatchAsync(bench, 200, () => bench.Circuit.Probes is not null);
        Assert.Equal(bench.Clock.GetUtcNow() + HealthWatch.IdleTurn, bench.Circuit.Probes!.Until);
    }

    [RedisFact]
    public async Task One_without_credit_is_tried_by_a_request_alone()
    {
        using var bench = new HealthBench();
        bench.Refuse(402);
        Assert.Equal(Availability.Down, bench.Availability);
        bench.Pass(600);
        Assert.Empty(await WatchAsync(bench, 200, () => bench.OfCredential.Probes is not null));
        Assert.Equal((Availability.HalfOpen, true, false), (bench.Availability, bench.TryProbe(), bench.TryProbe()));
    }

    /// <summary>Lets the watch run until something is so, and returns what it asked.</summary>
    private async Task<IReadOnlyList<HttpRequestMessage>> WatchAsync(HealthBench bench, int? status, Func<bool> until)
    {
        await redis.Connection.GetDatabase().ExecuteAsync("FLUSHALL");
        using var upstream = new Upstream(status);
        using var probe = new UpstreamProbe(upstream, TimeProvider.System);
        using var exchange = new HealthExchange(redis.Connection, bench.Board, bench.Log, bench.Clock, NullLogger<HealthExchange>.Instance);
        using var watch = new HealthWatch(
            bench.Board,
            bench.Health,
            exchange,
            probe,
            Options.Create(bench.Settings),
            bench.Clock,
            NullLogger<HealthWatch>.Instance
        );
        await watch.StartAsync(default);
        using var patience = new CancellationTokenSource(Timeout);
        while (!until())
            await Task.Delay(5, patience.Token);
        await watch.StopAsync(default);
        return upstream.Asked;
    }

    private sealed class Upstream(int? status) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            return status is { } given
                ? Task.FromResult(new HttpResponseMessage((HttpStatusCode)given))
                : Task.FromException<HttpResponseMessage>(new HttpRequestException("refused"));
        }
    }
}
