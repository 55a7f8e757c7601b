using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>A tier, a long input, an hour in the cache: held as asked for, charged as served, and never dearer than held.</summary>
public sealed class PricedDimensionTests
{
    /// <summary>Nano-USD a token: input 10, output 20; of inputs above 5,000 tokens double.</summary>
    private static readonly Price Usual = new(1, 10_000_000, 20_000_000, CacheWrite: 12_000_000, CacheWriteHour: 20_000_000);
    private static readonly Price Listed = Usual with
    {
        Others = [Long(Usual), Tier("priority", 3), Long(Tier("priority", 3)), Tier("flex", 0.5), Long(Tier("flex", 0.5))],
    };

    private static Price Tier(string name, double factor) => Times(Usual, factor) with { Tier = name };

    private static Price Long(Price price) => Times(price, 2) with { AboveInput = 5_000 };

    private static Price Times(Price price, double factor) =>
        price with
        {
            Input = (long)(price.Input * factor),
            Output = (long)(price.Output * factor),
            CacheWrite = (long?)(price.CacheWrite * factor),
            CacheWriteHour = (long?)(price.CacheWriteHour * factor),
        };

    private static (Price Held, Bill Bill) Charge(Protocol protocol, string members, string answer, int bytes = 2)
    {
        var subject =
            protocol == Protocol.Responses
                ? $"\"input\":\"{new string('a', bytes)}\""
                : $$"""
                    "messages":[{"role":"user","content":"{{new string('a', bytes)}}"}]
                    """;
        var body = $$"""{"model":"m",{{subject}},"max_tokens":50,{{members}} }""";
        var parsed = RequestParser.Parse(Encoding.UTF8.GetBytes(body), protocol.Request);
        Assert.True(parsed.Error is null, parsed.Error?.Message);
        var model = new Model("m", "o", default, 100_000, 1_000, [new ModelRoute("primary", "m", [protocol.Name], Listed)]);
        var priced = UnpricedDimension.Refuse(protocol, parsed.Value!, model);
        Assert.True(priced.Error is null, priced.Error?.Message);
        var held = priced.Value!.Routes[0].Price;
        var meter = new AnswerMeter(AnswerFormat.For(protocol));
        meter.ReadAnswer(Encoding.UTF8.GetBytes(answer));
        return (held, Bill.For(protocol, parsed.Value!, model, meter, held));
    }

    /// <param name="reported">What the answer says of its tier.</param>
    [Theory]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"priority\",", 30, "priority", 900)]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"default\",", 30, null, 300)]
    [InlineData("\"service_tier\":\"priority\"", "", 30, "priority", 900)]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"brand_new\",", 30, "priority", 900)]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":7,", 30, "priority", 900)]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"flex\",", 30, "flex", 150)]
    [InlineData("\"service_tier\":\"flex\"", "\"service_tier\":\"default\",", 5, "flex", 150)]
    [InlineData("\"service_tier\":\"default\"", "\"service_tier\":\"priority\",", 10, null, 300)]
    [InlineData("\"user\":\"u\"", "\"service_tier\":\"priority\",", 10, null, 300)]
    [InlineData("\"user\":\"u\"", "\"service_tier\":\"flex\",", 10, "flex", 150)]
    public void A_tier_is_held_as_asked_for_and_charged_as_served(string asked, string reported, long heldInput, string? tier, long charge)
    {
        const string usage = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10}";
        var answer =
            $$$"""{"id":"c",{{{reported}}}"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}],{{{usage}}} }""";
        var (held, bill) = Charge(Protocol.Chat, asked, answer);
        Assert.Equal(heldInput * 1_000_000, held.Input);
        Assert.Equal((tier, new Money(charge), UsageSource.Upstream), (bill.Price!.Tier, bill.Charge, bill.Source));
        Assert.Null(bill.Price.Others);
        Assert.Equal(bill.Charge, bill.Price.Cost(bill.Usage));

        answer =
            $$"""{"id":"r",{{reported}}"output":[{"type":"message","content":[{"type":"output_text","text":"abc"}]}],"usage":{"input_tokens":10,"output_tokens":10} }""";
        Assert.Equal(new Money(charge), Charge(Protocol.Responses, asked, answer).Bill.Charge);
    }

    [Theory]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"standard\"", 300)]
    [InlineData("\"service_tier\":\"priority\"", "\"service_tier\":\"priority\"", 900)]
    [InlineData("\"speed\":\"priority\"", "\"speed\":\"priority\",\"service_tier\":\"standard\"", 900)]
    [InlineData("\"speed\":\"priority\"", "\"service_tier\":\"standard\",\"speed\":\"standard\"", 300)]
    public void Messages_have_the_tier_in_their_usage(string asked, string reported, long charge) =>
        Assert.Equal(
            new Money(charge),
            Charge(
                Protocol.Messages,
                asked,
                $$$"""{"type":"message","content":[{"type":"text","text":"abc"}],"usage":{"input_tokens":10,"output_tokens":10,{{{reported}}} }}"""
            ).Bill.Charge
        );

    /// <summary>More than 5,000 tokens can be counted of 1,000 bytes: 4,096 are the provider's own.</summary>
    [Theory]
    [InlineData(2, 10, 10, null)]
    [InlineData(1_000, 20, 10, null)]
    [InlineData(6_000, 20, 10, 5_000L)]
    public void A_long_input_is_held_where_it_can_be_and_charged_where_it_is(int bytes, long heldInput, long perToken, long? above)
    {
        var input = above is null ? 100 : 6_000;
        var (held, bill) = Charge(
            Protocol.Chat,
            "\"user\":\"u\"",
            $$$"""{"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":1}}""",
            bytes
        );
        Assert.Equal(heldInput * 1_000_000, held.Input);
        var factor = above is null ? 1 : 2;
        Assert.Equal((above, new Money(factor * (input * perToken + 20))), (bill.Price!.AboveInput, bill.Charge));
    }

    [Theory]
    [InlineData(
        true,
        "\"cache_creation\":{\"ephemeral_5m_input_tokens\":40,\"ephemeral_1h_input_tokens\":60},",
        60,
        10 * 10 + 40 * 12 + 60 * 20 + 20
    )]
    [InlineData(true, "", 100, 10 * 10 + 100 * 20 + 20)]
    [InlineData(
        true,
        "\"cache_creation\":{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":0},",
        0,
        10 * 10 + 100 * 12 + 20
    )]
    [InlineData(
        false,
        "\"cache_creation\":{\"ephemeral_5m_input_tokens\":40,\"ephemeral_1h_input_tokens\":60},",
        0,
        10 * 10 + 100 * 12 + 20
    )]
    [InlineData(false, "", 0, 10 * 10 + 100 * 12 + 20)]
    public void An_hour_in_the_cache_is_charged_where_it_was_asked_for(bool asked, string split, long hour, long charge)
    {
        var (held, bill) = Charge(
            Protocol.Messages,
            $$$"""
            "system":[{"type":"text","text":"{{{new string('a', 100)}}}","cache_control":{"type":"ephemeral","ttl":"{{{(
                asked ? "1h" : "5m"
            )}}}"}}]
            """,
            $$$"""{"type":"message","content":[{"type":"text","text":"abc"}],"usage":{"input_tokens":10,"cache_creation_input_tokens":100,{{{split}}}"output_tokens":1}}"""
        );
        Assert.Equal(asked, held.CacheWriteHour is not null);
        Assert.Equal((hour, new Money(charge)), (bill.Usage.CacheWriteHour, bill.Charge));
        Assert.Equal(bill.Charge, bill.Price!.Cost(bill.Usage));
    }

    [Fact]
    public void The_price_of_an_hour_is_held()
    {
        var request = RequestParser
            .Parse(
                Encoding.UTF8.GetBytes("""{"model":"m","max_tokens":1,"messages":[{"content":[{"cache_control":{"ttl":"1h"}}]}]}"""),
                RequestShape.Messages
            )
            .Value!;
        var model = new Model("m", "o", default, 100_000, 1_000, [new ModelRoute("primary", "m", ["anthropic-messages"], Usual)]);
        var priced = UnpricedDimension.Refuse(Protocol.Messages, request, model).Value!;
        Assert.Equal(new Money((request.Body.Length + 1) / 2 * 20 + 20), HoldEstimate.For(request, priced, 100, 10).Wanted);
    }

    [Fact]
    public void Two_tiers_at_once_have_no_price() =>
        Assert.Equal(
            "speed",
            UnpricedDimension
                .Refuse(
                    Protocol.Messages,
                    RequestParser
                        .Parse(
                            Encoding.UTF8.GetBytes(
                                """{"model":"m","max_tokens":1,"messages":[1],"service_tier":"priority","speed":"flex"}"""
                            ),
                            RequestShape.Messages
                        )
                        .Value!,
                    new Model("m", "o", default, 100_000, 1_000, [new ModelRoute("primary", "m", ["anthropic-messages"], Listed)])
                )
                .Error!.Param
        );
}
