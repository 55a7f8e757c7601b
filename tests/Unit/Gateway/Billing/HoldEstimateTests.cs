using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class HoldEstimateTests
{
    // One nano-USD a token of input, two of output.
    private static readonly Price Price = new(1, 1_000_000, 2_000_000);

    private static HoldEstimate For(string more, int modelMost = 4_000, params Price[] prices)
    {
        var body = $$"""{"model":"m","messages":["12345678"]{{more}}}""";
        ModelRoute[] routes =
        [
            .. (prices.Length > 0 ? prices : [Price]).Select(price => new ModelRoute("primary", "m", ["openai-chat"], price)),
        ];
        return HoldEstimate.For(
            RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!,
            new Model("m", "o", default, 1, modelMost, routes),
            defaultOutput: 1_000,
            leastOutput: 100
        );
    }

    [Fact]
    public void A_named_limit_is_held_in_full() => Assert.Equal((6 + 1_000, 6 + 1_000), Nano(For(""","max_tokens":500""")));

    [Fact]
    public void Without_a_limit_a_usual_answer_is_wanted_and_a_short_one_required() => Assert.Equal((6 + 2_000, 6 + 200), Nano(For("")));

    [Fact]
    public void The_models_own_maximum_bounds_both() => Assert.Equal((6 + 100, 6 + 100), Nano(For("", modelMost: 50)));

    [Fact]
    public void Every_choice_is_held() => Assert.Equal((6 + 3_000, 6 + 3_000), Nano(For(""","max_tokens":500,"n":3""")));

    [Fact]
    public void The_dearest_route_decides() =>
        Assert.Equal(12 + 40_000, Nano(For(""","max_tokens":500""", 4_000, Price, new Price(1, 2_000_000, 80_000_000))).Wanted);

    /// <summary>Two nano-USD a token, after six tokens of input; the dearer thoughts count where they have a price of their own.</summary>
    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(206, 100)]
    public void A_hold_affords_what_it_was_made_for(long hold, long tokens)
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes("""{"model":"m","messages":["12345678"]}"""), RequestShape.Chat).Value!;
        Assert.Equal(tokens, HoldEstimate.AffordedOutput(new Money(hold), request, Price));
        Assert.Equal(tokens / 2, HoldEstimate.AffordedOutput(new Money(hold), request, Price with { Reasoning = 4_000_000 }));
    }

    private static (long Wanted, long Least) Nano(HoldEstimate estimate) => (estimate.Wanted.NanoUsd, estimate.Least.NanoUsd);
}
