using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(1, "$0.000000001")]
    [InlineData(12_340_000_000, "$12.34")]
    [InlineData(-500_000_000, "-$0.50")]
    public void Written_for_people(long nano, string expected) => Assert.Equal(expected, new Money(nano).ToString());

    [Fact]
    public void On_the_wire_it_is_a_whole_number() => Assert.Equal("5000000000", JsonSerializer.Serialize(Money.FromUsd(5)));

    [Fact]
    public void A_sum_beyond_the_range_throws_and_never_wraps() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Fact]
    public void No_arithmetic_wraps()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
        Assert.Throws<OverflowException>(() => Money.FromUsd(decimal.MaxValue / Money.NanoPerUsd));
    }

    [Fact]
    public void Equal_amounts_are_at_least_and_at_most_each_other() =>
        Assert.True(new Money(5) >= new Money(5) && new Money(5) <= new Money(5));

    [Fact]
    public void A_fraction_of_a_nano_dollar_is_rounded_up() => Assert.Equal(1, Money.FromUsd(0.0000000001m).NanoUsd);
}

public sealed class PriceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Price Price = new(Version: 1, Input: 400_000_000, Output: 1_600_000_000, CachedInput: 100_000_000);

    [Fact]
    public void Each_class_of_tokens_is_rounded_up_by_itself()
    {
        // One fresh token at 400 nano-USD, one cached at 100, one of output at 1600.
        Assert.Equal(2_100, Price.Cost(new TokenUsage(Input: 2, Output: 1, CachedInput: 1)).NanoUsd);
        Assert.Equal(1, new Price(1, Input: 1, Output: 0).Cost(new TokenUsage(1, 0)).NanoUsd);
    }

    [Fact]
    public void A_class_without_a_price_costs_what_it_is_part_of()
    {
        Assert.Equal(Price.Cost(new TokenUsage(10, 10)), Price.Cost(new TokenUsage(10, 10, Reasoning: 7)));
        Assert.Equal(Price.Cost(new TokenUsage(10, 0)), Price.Cost(new TokenUsage(10, 0, CacheWrite: 4)));
    }

    [Fact]
    public void Reasoning_with_a_price_of_its_own_is_charged_apart() =>
        Assert.Equal(3 + 2 * 5, new Price(1, 0, Output: 1_000_000, Reasoning: 5_000_000).Cost(new TokenUsage(0, 5, Reasoning: 2)).NanoUsd);

    [Fact]
    public void Nothing_costs_nothing() => Assert.Equal(Money.Zero, Price.Cost(TokenUsage.None));

    [Fact]
    public void A_cost_beyond_the_range_throws() =>
        Assert.Throws<OverflowException>(() => new Price(1, long.MaxValue, 0).Cost(new TokenUsage(long.MaxValue, 0)));

    [Fact]
    public void Of_two_changes_that_are_past_the_later_is_in_force()
    {
        PriceChange Change(int day) => new(Start.AddDays(day), new Price(day, day, day));
        var route = new ModelRoute("primary", "m", ["openai-chat"], Price, [Change(2), Change(3), Change(9)]);
        var model = new Model("m", "o", Start, 100, 10, [route]);
        int InForce(int day) => model.At(Start.AddDays(day)).Routes[0].Price.Version;
        Assert.Equal((1, 2, 3, 9), (InForce(1), InForce(2), InForce(8), InForce(9)));
        Assert.Same(model, model.At(Start));
    }
}
