using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;
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
    private async Task<IReadOnlyList<HttpRequestMessage>> WatchAsync(
        HealthBench bench,
        int? status,
        Func<bool> until,
        IOperatorProbe? own = null
    )
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
            own ?? new Own(),
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

    /// <summary>More than half of the places, and no customer's request before they have shown something.</summary>
    [RedisTheory]
    [InlineData("Answered Answered", "Up", 0)]
    [InlineData("Answered Failed", "Down", 0)]
    [InlineData("Failed", "Down", 0)]
    [InlineData("Limited", "Down", 0)] // The credential rests for that model.
    [InlineData("Unknown", "HalfOpen", 3)]
    [InlineData("-", "HalfOpen", 3)] // The key has no credit left.
    public async Task The_operators_own_requests_try_it_first(string verdicts, string expected, int left)
    {
        using var bench = new HealthBench();
        var own = new Own(bench, verdicts.Split(' '));
        bench.Fail(5);
        bench.Pass(60);
        await WatchAsync(bench, 200, () => own.IsDone && (bench.Circuit.Probes?.ReservedUntil ?? default) == default, own);
        Assert.Equal(expected, bench.Availability.ToString());
        Assert.Equal(Enumerable.Repeat(false, own.Sent), own.CustomersMay);
        Assert.Equal(verdicts.Split(' ').Length, own.Sent);
        Assert.Equal(left, Enumerable.Range(0, 4).Count(_ => bench.TryProbe()));
    }

    [RedisTheory]
    [InlineData("Answered", "Up", 0)]
    [InlineData("-", "HalfOpen", 1)]
    public async Task A_credential_without_credit_is_tried_by_one_of_them(string verdict, string expected, int left)
    {
        using var bench = new HealthBench();
        var own = new Own(bench, verdict);
        bench.Refuse(402);
        bench.Pass(620);
        await WatchAsync(bench, 200, () => own.IsDone && (bench.OfCredential.Probes?.ReservedUntil ?? default) == default, own);
        Assert.Equal((expected, 1), (bench.Availability.ToString(), own.Sent));
        Assert.Equal(left, Enumerable.Range(0, 2).Count(_ => bench.TryProbe()));
    }

    /// <summary>An upstream may take longer for any answer than a turn lasts.</summary>
    [Fact]
    public void After_half_of_a_turn_places_are_the_customers()
    {
        using var bench = new HealthBench();
        bench.Fail(5);
        bench.Pass(5);
        var now = bench.Clock.GetUtcNow();
        Assert.NotNull(bench.Circuit.BeginProbes(3, now + HealthWatch.Turn, now, now + HealthWatch.Turn / 2));
        bench.Pass(4.9);
        Assert.False(bench.TryProbe());
        bench.Pass(0.1);
        Assert.True(bench.TryProbe());
    }

    /// <summary>Requests of the operator's own that show what a test says, one after the other; "-": it was not sent.</summary>
    private sealed class Own(HealthBench? bench = null, params string[] verdicts) : IOperatorProbe
    {
        private int sent;

        public bool IsOn => verdicts.Length > 0;

        public int Sent => Volatile.Read(ref sent);

        public bool IsDone => Sent == verdicts.Length;

        /// <summary>Whether a customer's request found a place while one was under way.</summary>
        public List<bool> CustomersMay { get; } = [];

        public Task SendAsync(
            Platform.Gateway.Upstreams.Upstream upstream,
            Credential credential,
            Probe probe,
            CancellationToken cancellationToken
        )
        {
            CustomersMay.Add(bench!.TryProbe());
            var verdict = verdicts[sent];
            if (verdict != "-")
            {
                probe.Verdict = Enum.Parse<CallVerdict>(verdict);
                if (probe.Verdict == CallVerdict.Unknown)
                    probe.Return();
                bench.Health.Report(upstream, credential, HealthBench.Model, new CallResult(probe.Verdict.Value, Probe: probe));
            }

            Interlocked.Increment(ref sent);
            return Task.CompletedTask;
        }
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
