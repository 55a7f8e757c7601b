using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>What a request is expected to cost, and the most that it can.</summary>
public sealed class CostEstimateTests
{
    // A micro-dollar a token of input, two of output.
    private static readonly Price Price = new(1, 1_000_000_000, 2_000_000_000);

    private static (CostEstimate Expected, CostEstimate Highest, HoldEstimate Hold) For(string more = "", params Price[] prices)
    {
        var body = $$"""{"model":"m","messages":["12345678"]{{more}}}""";
        ModelRoute[] routes =
        [
            .. (prices.Length > 0 ? prices : [Price]).Select(price => new ModelRoute("primary", "m", ["openai-chat"], price)),
        ];
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;
        var model = new Model("m", "o", default, 100_000, 4_000, routes);
        return (
            CostEstimate.Expected(Protocol.Chat, request, model, ordinaryOutput: 300),
            CostEstimate.Highest(Protocol.Chat, request, model),
            HoldEstimate.For(request, model, 1_000, 100)
        );
    }

    [Fact]
    public void An_ordinary_answer_is_expected()
    {
        var (expected, _, _) = For();
        Assert.Equal((300, Price.Cost(new TokenUsage(expected.Input, 300))), (expected.Output, expected.Cost));
        Assert.InRange(expected.Input, 1, 20);
    }

    [Fact]
    public void A_limit_bounds_both_and_choices_multiply_them()
    {
        var (expected, highest, _) = For(""","max_tokens":50,"n":2""");
        Assert.Equal((100, 100), (expected.Output, highest.Output));
    }

    [Fact]
    public void Without_a_limit_the_models_own_is_the_most() => Assert.Equal(4_000, For().Highest.Output);

    /// <summary>Every class of tokens that an upstream may report is within it, and so is the hold.</summary>
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(7, 3, 0)]
    [InlineData(0, 1_000, 17)]
    public void No_charge_that_is_believed_is_higher(long cached, long written, long reasoning)
    {
        var price = new Price(1, 333_333_333, 777_777_777, CachedInput: 11, CacheWrite: 416_666_667, Reasoning: 900_000_001);
        var (_, highest, hold) = For("", price);
        var usage = new TokenUsage(highest.Input, highest.Output, cached, written, reasoning);
        Assert.True(price.Cost(usage) <= highest.Cost);
        Assert.True(hold.Wanted <= highest.Cost);
        Assert.Equal(0, highest.Cost.NanoUsd % 1_000);
    }

    [Fact]
    public void The_dearest_route_and_the_dearest_band_bound_it()
    {
        var dear = Price with { Input = 9_000_000_000 };
        Assert.True(For("", Price, dear).Highest.Cost > For().Highest.Cost);
        var banded = Price with { Others = [Price with { Output = 8_000_000_000 }] };
        Assert.True(For("", banded).Highest.Cost > For().Highest.Cost);
        var otherTier = Price with { Others = [Price with { Output = 8_000_000_000, Tier = "priority" }] };
        Assert.Equal(For().Highest.Cost, For("", otherTier).Highest.Cost);
    }

    [Fact]
    public void Calls_of_hosted_tools_are_in_it()
    {
        var priced = Price with { Tools = [new ToolPrice("web_search", 10_000_000, 5, 1_000)] };
        Assert.True(For("", priced).Highest.Cost - For().Highest.Cost >= new Money(50_000_000));
    }

    [Fact]
    public void What_is_free_costs_nothing() => Assert.Equal(Money.Zero, For("", new Price(1, 0, 0)).Highest.Cost);
}
