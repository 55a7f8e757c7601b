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
        Assert.Equal(new ModelNow("m", "up"), report.Of("m", [(bench.Upstream, HealthBench.Model)]));
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
        Assert.Equal(new ModelNow("m", "down", start), report.Of("m", [(bench.Upstream, HealthBench.Model)]));
        bench.Pass(4);
        bench.BeginProbes(bench.Circuit, 1);
        Assert.Equal("half_open", report.Of(bench.Upstream).State);
        Assert.Equal("recovering", report.Of("m", [(bench.Upstream, HealthBench.Model)]).State);
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
            state with
            {
                Rests = null,
            }
        );
        Assert.StartsWith(
            $"credential default of upstream primary is {word.Replace('_', ' ')}{(status == 0 ? " for m" : "")} since",
            Assert.Single(report.Down(bench.Upstream)),
            StringComparison.Ordinal
        );
        Assert.Equal((start, "down"), (bench.DownSince, report.Of("m", [(bench.Upstream, HealthBench.Model)]).State));
    }

    [Fact]
    public void A_credential_that_rests_says_for_which_models_and_the_others_are_up()
    {
        bench.Limit(7, "b");
        bench.Pass(1);
        bench.Limit(9, "a");
        var state = Assert.Single(report.Of(bench.Upstream).Credentials);
        Assert.Equal(("resting", start, start.AddSeconds(10), 429), (state.State, state.Since, state.Until, state.StatusCode));
        Assert.Equal(
            [new RestState("a", start.AddSeconds(1), start.AddSeconds(10)), new RestState("b", start, start.AddSeconds(7))],
            state.Rests
        );
        Assert.Equal(
            [
                "credential default of upstream primary is resting for a since 2026-11-29 12:00:01Z, tried again at 2026-11-29 12:00:10Z",
                "credential default of upstream primary is resting for b since 2026-11-29 12:00:00Z, tried again at 2026-11-29 12:00:07Z",
            ],
            report.Down(bench.Upstream)
        );
        Assert.Equal(new ModelNow("ours", "down", start.AddSeconds(1)), report.Of("ours", [(bench.Upstream, "a")]));
        Assert.Equal(new ModelNow("ours", "up"), report.Of("ours", [(bench.Upstream, "a"), (bench.Upstream, "c")]));
        bench.Pass(7);
        Assert.Equal(["a"], Assert.Single(report.Of(bench.Upstream).Credentials).Rests!.Select(rest => rest.Model));
    }

    [Fact]
    public void A_model_is_down_since_the_last_of_its_upstreams_is()
    {
        var first = bench.Upstream;
        bench.Fail(5);
        bench.Pass(60);
        bench.Upstream = HealthBench.Named("second", "http://127.0.0.1:10/v1");
        Assert.Equal(new ModelNow("m", "up"), report.Of("m", [(first, HealthBench.Model), (bench.Upstream, HealthBench.Model)]));
        bench.Fail(5);
        Assert.Equal(
            new ModelNow("m", "down", start.AddSeconds(60)),
            report.Of("m", [(first, HealthBench.Model), (bench.Upstream, HealthBench.Model)])
        );
    }

    [Fact]
    public void Un_pausing_says_what_it_did()
    {
        Assert.False(bench.Health.UnPause(bench.Upstream, bench.Credential));
        bench.Refuse(times: 3);
        Assert.True(bench.Health.UnPause(bench.Upstream, bench.Credential));
        Assert.Equal(Availability.Up, bench.Availability);
        Assert.Null(bench.DownSince);
    }
}
