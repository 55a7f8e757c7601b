using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Settlement;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class RecentSettlementsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RecentSettlements recent;

    public RecentSettlementsTests() => recent = new RecentSettlements(clock);

    private static PendingSettlement Settled(string id, string? client = null) =>
        PendingSettlement.From(
            new UsageEvent(
                id,
                Guid.Empty,
                "key",
                "budget",
                "/v1/chat/completions",
                "model",
                false,
                DateTimeOffset.UnixEpoch,
                1,
                1,
                client,
                null,
                Money.Zero,
                [
                    new Attempt(
                        1,
                        "primary",
                        "model",
                        200,
                        Outcome.Completed,
                        null,
                        new TokenUsage(7, 0),
                        UsageSource.Upstream,
                        new Price(1, 1_000_000, 0),
                        new Money(7),
                        1
                    ),
                ]
            )
        );

    private IEnumerable<string> Elsewhere(string epoch) => recent.Elsewhere(0, epoch).Select(recent => recent.Settlement.RequestId).Order();

    [Fact]
    public void What_is_in_another_epoch_is_elsewhere_until_it_is_settled_in_this_one()
    {
        recent.Keep(Settled("a"), "1");
        recent.Keep(Settled("b"), "2");
        Assert.Equal(["a"], Elsewhere("2"));
        recent.Move(Assert.Single(recent.Elsewhere(0, "2")), "2");
        Assert.Empty(Elsewhere("2"));
        Assert.Equal(["a", "b"], Elsewhere("3"));
    }

    [Fact]
    public void It_comes_back_as_it_was_kept()
    {
        var settled = Settled("a", "curl/8");
        recent.Keep(Settled("other"), "2");
        recent.Keep(settled, "1");
        Assert.Equivalent(settled, Assert.Single(recent.Elsewhere(0, "2")).Settlement, strict: true);
        Assert.Empty(recent.Elsewhere(1, "2"));
    }

    [Fact]
    public void Where_old_ones_were_forgotten_new_ones_are_kept_whole()
    {
        // Pages are used again: what is longer than one, and what does not fit at the end of one, too.
        string[] clients = [new('x', 700_000), new('y', 600_000), new('z', 1_500_000), "w"];
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in clients)
                recent.Keep(Settled($"{round}{client[0]}", client), "1");
            Assert.Equal(
                clients.Select(client => Settled($"{round}{client[0]}", client).Usage),
                recent.Elsewhere(0, "2").Select(recent => recent.Settlement.Usage)
            );
            clock.Advance(TimeSpan.FromMinutes(11));
            recent.DropExpired();
            Assert.Empty(Elsewhere("2"));
        }
    }

    [Fact]
    public void After_ten_minutes_it_is_forgotten_and_not_before()
    {
        recent.Keep(Settled("a"), "1");
        clock.Advance(TimeSpan.FromMinutes(6));
        recent.Keep(Settled("b"), "1");
        clock.Advance(TimeSpan.FromMinutes(5));
        recent.DropExpired();
        Assert.Equal(["b"], Elsewhere("2"));
    }

    [Fact]
    public void Of_too_many_the_oldest_are_forgotten()
    {
        for (var i = 0; i < 50_003; i++)
            recent.Keep(Settled($"{i:00000}"), "1");
        recent.DropExpired();
        Assert.Equal((50_000, "00003"), (Elsewhere("2").Count(), Elsewhere("2").First()));
    }
}
