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
            new Model("m", "o", default, 10_000, modelMost, routes),
            defaultOutput: 1_000,
            leastOutput: 100
        );
    }

    [Fact]
    public void A_named_limit_is_held_in_full() => Assert.Equal((27 + 1_000, 27 + 1_000), Nano(For(""","max_tokens":500""")));

    [Fact]
    public void Without_a_limit_a_usual_answer_is_wanted_and_a_short_one_required() => Assert.Equal((19 + 2_000, 19 + 200), Nano(For("")));

    /// <summary>Up to half of its bytes may be output beside the answer. A limit includes what is rejected.</summary>
    [Fact]
    public void A_prediction_may_be_rejected()
    {
        const string prediction = ",\"prediction\":[\"123456\"]";
        Assert.Equal((31 + 2_010, 31 + 210), Nano(For(prediction)));
        Assert.Equal((39 + 1_000, 39 + 1_000), Nano(For(prediction + ",\"max_tokens\":500")));
    }

    [Fact]
    public void The_models_own_maximum_bounds_both() => Assert.Equal((19 + 100, 19 + 100), Nano(For("", modelMost: 50)));

    [Fact]
    public void Every_choice_is_held() => Assert.Equal((30 + 3_000, 30 + 3_000), Nano(For(""","max_tokens":500,"n":3""")));

    [Fact]
    public void The_dearest_route_decides() =>
        Assert.Equal(54 + 40_000, Nano(For(""","max_tokens":500""", 4_000, Price, new Price(1, 2_000_000, 80_000_000))).Wanted);

    /// <summary>One hold covers whichever of the models answers, and it counts as the tokens of the one that may have more.</summary>
    [Fact]
    public void The_dearest_of_the_models_decides_wherever_it_stands()
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes("""{"model":"m","messages":["12345678"]}"""), RequestShape.Chat).Value!;
        Model Of(string id, int most, Price price) =>
            new(id, "o", default, 10_000, most, [new ModelRoute("primary", id, ["openai-chat"], price)]);
        var (cheap, dear, larger) = (Of("a", 50, Price), Of("b", 50, new Price(1, 3_000_000, 9_000_000)), Of("c", 80, Price));
        foreach (
            Model[] models in (Model[][])
                [
                    [cheap, dear, larger],
                    [dear, larger, cheap],
                    [larger, cheap, dear],
                ]
        )
        {
            var estimate = HoldEstimate.For(request, models, defaultOutput: 1_000, leastOutput: 100);
            Assert.Equal((3 * 19 + 9 * 50, 3 * 19 + 9 * 50), Nano(estimate));
            Assert.Equal(HoldEstimate.For(request, larger, 1_000, 100).MostTokens, estimate.MostTokens);
            Assert.Equal(HoldEstimate.For(request, larger, 1_000, 100).LeastTokens, estimate.LeastTokens);
        }
    }

    /// <summary>Two nano-USD a token, after nineteen tokens of input; the dearer thoughts count where they have a price of their own.</summary>
    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(219, 100)]
    public void A_hold_affords_what_it_was_made_for(long hold, long tokens)
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes("""{"model":"m","messages":["12345678"]}"""), RequestShape.Chat).Value!;
        var model = new Model("m", "o", default, 10_000, 4_000, []);
        Assert.Equal(tokens, HoldEstimate.AffordedOutput(new Money(hold), request, model, Price));
        Assert.Equal(tokens / 2, HoldEstimate.AffordedOutput(new Money(hold), request, model, Price with { Reasoning = 4_000_000 }));
    }

    private static (long Wanted, long Least) Nano(HoldEstimate estimate) => (estimate.Wanted.NanoUsd, estimate.Least.NanoUsd);
}
