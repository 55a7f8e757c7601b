using Platform.Contracts;
using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>What the operator and the status page are told.</summary>
public sealed class HealthReportTests : IDisposable
{
    private readonly HealthBench bench = new();
    private readonly HealthReport report;
    private readonly DateTimeOffset start;

    public HealthReportTests()
    {
        report = new HealthReport(bench.Board, bench.Health, bench.Clock);
        start = bench.Clock.GetUtcNow();
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_is_up_has_no_times()
    {
        bench.Answer();
        var state = report.Of(bench.Upstream);
        Assert.Equal(("primary", "up", null, null, null), (state.Name, state.State, state.Since, state.Until, state.StatusCode));
        Assert.Equal([new CredentialState("default", "up", null, null, null)], state.Credentials);
        Assert.Empty(report.Down(bench.Upstream));
        Assert.Equal(new ModelNow("m", "up"), report.Of("m", [bench.Upstream]));
    }

    [Fact]
    public void An_open_circuit_says_since_when_and_until_when()
    {
        bench.Fail(5, 503);
        bench.Pass(1);
        var state = report.Of(bench.Upstream);
        Assert.Equal(("down", start, start.AddSeconds(5), 503), (state.State, state.Since, state.Until, state.StatusCode));
        Assert.Equal(
            ["upstream primary is down since 2026-11-29 12:00:00Z, tried again at 2026-11-29 12:00:05Z"],
            report.Down(bench.Upstream)
        );
        Assert.Equal(new ModelNow("m", "down", start), report.Of("m", [bench.Upstream]));
        bench.Pass(4);
        bench.BeginProbes(bench.Circuit, 1);
        Assert.Equal("half_open", report.Of(bench.Upstream).State);
        Assert.Equal("recovering", report.Of("m", [bench.Upstream]).State);
    }

    [Theory]
    [InlineData(401, "paused", null)]
    [InlineData(402, "out_of_credit", 600)]
    [InlineData(0, "resting", 7)]
    public void A_credential_says_what_it_waits_for(int status, string word, int? seconds)
    {
        if (status == 0)
            bench.Limit(7);
        else
            bench.Refuse(status, 3);
        var state = Assert.Single(report.Of(bench.Upstream).Credentials);
        Assert.Equal(
            new CredentialState("default", word, start, seconds is { } wait ? start.AddSeconds(wait) : null, status == 0 ? 429 : status),
            state
        );
        Assert.StartsWith(
            $"credential default of upstream primary is {word.Replace('_', ' ')} since",
            Assert.Single(report.Down(bench.Upstream)),
            StringComparison.Ordinal
        );
        Assert.Equal((start, "down"), (bench.Health.DownSince(bench.Upstream), report.Of("m", [bench.Upstream]).State));
    }

    [Fact]
    public void A_model_is_down_since_the_last_of_its_upstreams_is()
    {
        var first = bench.Upstream;
        bench.Fail(5);
        bench.Pass(60);
        bench.Upstream = HealthBench.Named("second", "http://127.0.0.1:10/v1");
        Assert.Equal(new ModelNow("m", "up"), report.Of("m", [first, bench.Upstream]));
        bench.Fail(5);
        Assert.Equal(new ModelNow("m", "down", start.AddSeconds(60)), report.Of("m", [first, bench.Upstream]));
    }

    [Fact]
    public void Un_pausing_says_what_it_did()
    {
        Assert.False(bench.Health.UnPause(bench.Upstream, bench.Credential));
        bench.Refuse(times: 3);
        Assert.True(bench.Health.UnPause(bench.Upstream, bench.Credential));
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Null(bench.Health.DownSince(bench.Upstream));
    }
}
