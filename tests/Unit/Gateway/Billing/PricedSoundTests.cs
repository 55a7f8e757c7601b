using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>Sound in the input and in the output has prices of its own, and is refused where it has none.</summary>
public sealed class PricedSoundTests
{
    /// <summary>Nano-USD a token: text 10 and 20, sound 100 and 200.</summary>
    private static readonly Price Text = new(1, 10_000_000, 20_000_000);
    private static readonly Price Sound = Text with { AudioInput = 100_000_000, AudioOutput = 200_000_000 };

    /// <summary>A second of WAV, 8,000 samples of one byte.</summary>
    private static readonly string Wav = Convert.ToBase64String([
        .. "RIFF\u0024\u0000\u0000\u0000WAVEfmt \u0010\u0000\u0000\u0000\u0001\u0000\u0001\u0000"u8,
        0x40,
        0x1f,
        0,
        0,
        0x40,
        0x1f,
        0,
        0,
        1,
        0,
        8,
        0,
        .. "data"u8,
        0x40,
        0x1f,
        0,
        0,
        .. new byte[7_900],
    ]);

    private static string Asked(string members = "") =>
        $$$"""{"model":"m","max_tokens":50,"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"{{{Wav}}}","format":"wav"}}]}]{{{members}}}}""";

    private const string Speech =
        """{"model":"m","max_tokens":50,"messages":[1],"modalities":["text","audio"],"audio":{"voice":"alloy","format":"pcm16"}}""";

    private static StepResult<Model> Admit(string body, Price price, string protocol = "openai-chat") =>
        UnpricedDimension.Refuse(
            Protocol.Chat,
            Parse(body),
            new Model("m", "o", default, 100_000, 1_000, [new ModelRoute("primary", "m", [protocol], price)])
        );

    private static InferenceRequest Parse(string body) => RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;

    [Fact]
    public void Without_a_price_it_is_refused_by_its_name()
    {
        Assert.Equal("messages[0].content[0].type", Admit(Asked(), Text).Error!.Param);
        Assert.Equal("modalities", Admit(Speech, Text).Error!.Param);
        Assert.Equal("modalities", Admit(Speech, Text with { AudioInput = 1 }).Error!.Param);
        Assert.Equal("modalities", Admit(Asked(",\"modalities\":[\"audio\",\"image\"]"), Text with { AudioInput = 1 }).Error!.Param);
        Assert.NotNull(Admit(Asked(), Sound, "openai-responses").Error);
    }

    [Fact]
    public void It_is_held_at_its_price()
    {
        var model = Admit(Asked(), Sound).Value!;
        var request = Parse(Asked());
        var estimate = InputEstimate.For(request, model);
        Assert.Equal(32, estimate.AudioUpper);
        Assert.Equal(new Money((estimate.Upper - 32) * 10 + 32 * 100 + 50 * 20), HoldEstimate.For(request, model, 100, 10).Wanted);
        model = Admit(Speech, Sound).Value!;
        request = Parse(Speech);
        Assert.Equal(new Money(InputEstimate.For(request, model).Upper * 10 + 50 * 200), HoldEstimate.For(request, model, 100, 10).Wanted);
    }

    [Theory]
    [InlineData("\"prompt_tokens_details\":{\"audio_tokens\":8},\"completion_tokens_details\":{\"audio_tokens\":15},", 8, 15)]
    [InlineData("\"prompt_tokens_details\":{\"audio_tokens\":0},\"completion_tokens_details\":{\"audio_tokens\":null},", 0, 0)]
    [InlineData("", 0, 0)]
    public void What_the_provider_counts_is_charged(string details, long heard, long spoken)
    {
        var body = Asked(",\"modalities\":[\"text\",\"audio\"]");
        var bill = Charge(
            body,
            Sound,
            $$$"""{"choices":[{"index":0,"message":{"content":null,"audio":{"id":"a","data":"AAAA","transcript":"Hello"}},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,{{{details}}}"completion_tokens":20}}"""
        );
        Assert.Equal(UsageSource.Upstream, bill.Source);
        Assert.Equal((heard, spoken), (bill.Usage.AudioInput, bill.Usage.AudioOutput));
        Assert.Equal(new Money((10 - heard) * 10 + heard * 100 + (20 - spoken) * 20 + spoken * 200), bill.Charge);
    }

    [Fact]
    public void Sound_that_nobody_asked_for_is_charged_as_text()
    {
        var bill = Charge(
            """{"model":"m","max_tokens":50,"messages":[1]}""",
            Sound,
            """{"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"prompt_tokens_details":{"audio_tokens":10},"completion_tokens":20,"completion_tokens_details":{"audio_tokens":20}}}"""
        );
        Assert.Equal((new Money(10 * 10 + 20 * 20), 0L, 0L), (bill.Charge, bill.Usage.AudioInput, bill.Usage.AudioOutput));
    }

    [Theory]
    [InlineData("\"prompt_tokens_details\":{\"audio_tokens\":11}")]
    [InlineData("\"completion_tokens_details\":{\"audio_tokens\":21}")]
    [InlineData("\"completion_tokens_details\":{\"audio_tokens\":-1}")]
    public void A_part_that_is_larger_than_the_whole_is_not_believed(string details) =>
        Assert.NotNull(
            Charge(
                Asked(",\"modalities\":[\"audio\"]"),
                Sound,
                $$$"""{"choices":[{"index":0,"message":{"content":"abc"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":20,{{{details}}}}}"""
            ).Doubt
        );

    /// <summary>Half a second, which is ten tokens, and five letters of its words.</summary>
    [Fact]
    public void Sound_without_a_count_is_counted_by_its_length()
    {
        var data = Convert.ToBase64String(new byte[24_000]);
        var bill = Charge(
            Speech,
            Sound,
            $$$"""{"choices":[{"index":0,"message":{"content":null,"audio":{"data":"{{{data}}}","transcript":"Hello"}},"finish_reason":"stop"}]}"""
        );
        Assert.Equal((UsageSource.Counted, 12L, 10L), (bill.Source, bill.Usage.Output, bill.Usage.AudioOutput));
    }

    private static Bill Charge(string body, Price price, string answer)
    {
        var model = Admit(body, price).Value!;
        var meter = new AnswerMeter(AnswerFormat.For(Protocol.Chat));
        meter.ReadAnswer(Encoding.UTF8.GetBytes(answer));
        return Bill.For(Protocol.Chat, Parse(body), model, meter, model.Routes[0].Price);
    }
}
