using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>What a request takes of something half-open, and what it returns.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly HealthBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_place_that_is_returned_is_anothers()
    {
        bench.Fail(5);
        bench.Pass(5);
        Assert.True(bench.BeginProbes(bench.Circuit, 2));
        var (first, second) = (bench.TakeProbe(), bench.TakeProbe());
        Assert.NotNull(second);
        Assert.False(bench.TryProbe());
        first!.Return();
        Assert.Equal((true, false), (bench.TryProbe(), bench.TryProbe()));
    }

    /// <summary>The credential waits for credit and is tried by one request; the circuit has no place for that request.</summary>
    [Fact]
    public void Where_the_circuit_has_no_place_the_credential_keeps_its_own()
    {
        bench.Refuse(402);
        bench.Fail(5);
        bench.Pass(600);
        Assert.True(bench.BeginProbes(bench.OfCredential, 1));
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        Assert.True(bench.Circuit.Takes(bench.Clock.GetUtcNow(), out var taken));
        Assert.NotNull(taken);
        Assert.False(bench.TryProbe());
        bench.Circuit.Answered(taken, bench.Clock.GetUtcNow());
        Assert.Equal(Availability.HalfOpen, bench.Availability);
        Assert.Equal((true, false), (bench.TryProbe(), bench.TryProbe()));
    }

    [Fact]
    public void Both_places_are_returned_together()
    {
        bench.Refuse(402);
        bench.Fail(5);
        bench.Pass(600);
        Assert.True(bench.BeginProbes(bench.OfCredential, 1));
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        var probe = bench.TakeProbe();
        Assert.False(bench.TryProbe());
        probe!.Return();
        Assert.Equal((true, false), (bench.TryProbe(), bench.TryProbe()));
    }

    /// <summary>What ended is returned to the budget that it was taken from, not to one that began later.</summary>
    [Fact]
    public void A_later_budget_gets_nothing_from_an_earlier_one()
    {
        bench.Fail(5);
        bench.Pass(5);
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        var before = bench.TakeProbe();
        bench.Pass(HealthWatch.Turn.TotalSeconds);
        bench.Circuit.EndProbes(bench.Circuit.Probes!);
        Assert.True(bench.BeginProbes(bench.Circuit, 1));
        Assert.True(bench.TryProbe());
        before!.Return();
        Assert.False(bench.TryProbe());
    }
}
