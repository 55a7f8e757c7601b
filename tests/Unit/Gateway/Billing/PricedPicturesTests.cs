using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>Pictures in the input may have a price of their own; without one they have that of text.</summary>
public sealed class PricedPicturesTests
{
    /// <summary>Nano-USD a token: text 10 and 20, pictures 40.</summary>
    private static readonly Price Text = new(1, 10_000_000, 20_000_000);
    private static readonly Price Pictures = Text with { ImageInput = 40_000_000 };

    private const string Seen =
        """{"model":"m","max_tokens":50,"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}]}]}""";
    private const string Plain = """{"model":"m","max_tokens":50,"messages":[{"role":"user","content":"0123456789"}]}""";

    private static Model Admit(string body, Price price) =>
        UnpricedDimension
            .Refuse(
                Protocol.Chat,
                Parse(body),
                new Model("m", "o", default, 100_000, 1_000, [new ModelRoute("primary", "m", ["openai-chat"], price)])
            )
            .Value!;

    private static InferenceRequest Parse(string body) => RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;

    [Fact]
    public void They_are_held_at_their_price()
    {
        var (model, request) = (Admit(Seen, Pictures), Parse(Seen));
        var estimate = InputEstimate.For(request, model);
        Assert.InRange(estimate.ImageUpper, 1, estimate.Upper - 1);
        Assert.Equal(
            new Money((estimate.Upper - estimate.ImageUpper) * 10 + estimate.ImageUpper * 40 + 50 * 20),
            HoldEstimate.For(request, model, 100, 10).Wanted
        );
    }

    [Theory]
    [InlineData("\"prompt_tokens_details\":{\"image_tokens\":80},", 80)]
    [InlineData("\"prompt_tokens_details\":{\"image_tokens\":null},", 0)]
    [InlineData("", 0)]
    public void What_the_provider_counts_is_charged(string details, long seen)
    {
        var bill = Charge(Seen, Pictures, details);
        Assert.Equal((UsageSource.Upstream, seen), (bill.Source, bill.Usage.ImageInput));
        Assert.Equal(new Money((90 - seen) * 10 + seen * 40 + 2 * 20), bill.Charge);
    }

    [Fact]
    public void Without_a_price_of_their_own_they_are_charged_as_text() =>
        Assert.Equal(new Money(90 * 10 + 2 * 20), Charge(Seen, Text, "\"prompt_tokens_details\":{\"image_tokens\":80},").Charge);

    [Fact]
    public void Pictures_that_nobody_sent_are_charged_as_text()
    {
        var bill = Charge(Plain, Pictures, "\"prompt_tokens_details\":{\"image_tokens\":80},");
        Assert.Equal((new Money(90 * 10 + 2 * 20), 0L), (bill.Charge, bill.Usage.ImageInput));
    }

    [Theory]
    [InlineData("\"prompt_tokens_details\":{\"image_tokens\":91},")]
    [InlineData("\"prompt_tokens_details\":{\"image_tokens\":50,\"audio_tokens\":50},")]
    [InlineData("\"prompt_tokens_details\":{\"image_tokens\":1.5},")]
    public void A_part_that_is_larger_than_the_whole_is_not_believed(string details) =>
        Assert.NotNull(Charge(Seen, Pictures, details).Doubt);

    /// <summary>An answer without a count is charged for what a picture is expected to be.</summary>
    [Fact]
    public void Without_a_count_they_are_estimated()
    {
        var (model, request) = (Admit(Seen, Pictures), Parse(Seen));
        var meter = new AnswerMeter(AnswerFormat.For(Protocol.Chat));
        meter.ReadAnswer("""{"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}]}"""u8);
        var bill = Bill.For(Protocol.Chat, request, model, meter, model.Routes[0].Price);
        var seen = InputEstimate.For(request, model).ImageExpected;
        Assert.Equal((UsageSource.Counted, seen), (bill.Source, bill.Usage.ImageInput));
        Assert.Equal(new Money((bill.Usage.Input - seen) * 10 + seen * 40 + bill.Usage.Output * 20), bill.Cost);
    }

    private static Bill Charge(string body, Price price, string details)
    {
        var model = Admit(body, price);
        var meter = new AnswerMeter(AnswerFormat.For(Protocol.Chat));
        meter.ReadAnswer(
            Encoding.UTF8.GetBytes(
                $$$"""{"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}],"usage":{"prompt_tokens":90,{{{details}}}"completion_tokens":2}}"""
            )
        );
        return Bill.For(Protocol.Chat, Parse(body), model, meter, model.Routes[0].Price);
    }
}
