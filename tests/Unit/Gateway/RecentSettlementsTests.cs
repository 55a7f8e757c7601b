using Platform.Contracts;
using Platform.Gateway.Settlement;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class RecentSettlementsTests
{
    private readonly Clock clock = new();
    private readonly RecentSettlements recent;

    public RecentSettlementsTests() => recent = new RecentSettlements(clock);

    private static PendingSettlement Settled(string id) => new(Guid.Empty, "budget", id, new Money(7), "{}"u8.ToArray());

    private IEnumerable<string> Elsewhere(string epoch) => recent.Elsewhere(0, epoch).Select(settlement => settlement.RequestId).Order();

    [Fact]
    public void What_is_in_another_epoch_is_elsewhere_until_it_is_settled_in_this_one()
    {
        recent.Keep(Settled("a"), "1");
        recent.Keep(Settled("b"), "2");
        Assert.Equal(["a"], Elsewhere("2"));
        recent.Keep(Settled("a"), "2");
        Assert.Empty(Elsewhere("2"));
    }

    [Fact]
    public void After_ten_minutes_it_is_forgotten_and_not_before()
    {
        recent.Keep(Settled("a"), "1");
        clock.Now += TimeSpan.FromMinutes(6);
        recent.Keep(Settled("b"), "1");
        clock.Now += TimeSpan.FromMinutes(5);
        recent.Forget();
        Assert.Equal(["b"], Elsewhere("2"));
    }

    [Fact]
    public void Of_too_many_the_oldest_are_forgotten()
    {
        for (var i = 0; i < 50_003; i++)
            recent.Keep(Settled($"{i:00000}"), "1");
        recent.Forget();
        Assert.Equal((50_000, "00003"), (Elsewhere("2").Count(), Elsewhere("2").First()));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
