using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Platform.Tests.Unit.Gateway.Protocols.Media;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class InputEstimateTests
{
    private const int Context = 400_000;

    private static InputEstimate Of(Protocol protocol, string json, string upstreamModel = "theirs", int context = Context) =>
        InputEstimate.For(Parse(protocol, json), ModelOf(upstreamModel, context));

    /// <summary>What a part adds to a chat: its media without the bytes around them.</summary>
    private static InputEstimate Part(string part, string payload, string upstreamModel = "theirs")
    {
        var (with, without) = (
            Of(Protocol.Chat, Body(part.Replace("PAYLOAD", payload, StringComparison.Ordinal)), upstreamModel),
            Of(
                Protocol.Chat,
                Body(part.Replace("PAYLOAD", "", StringComparison.Ordinal).Replace("\"type\"", "\"kind\"", StringComparison.Ordinal)),
                upstreamModel
            )
        );
        return new InputEstimate(with.Expected - without.Expected, with.Upper - without.Upper, with.Ceiling - without.Ceiling);
    }

    private static string Body(string part) => $$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""";

    private static InputEstimate Picture(string url, string detail = "auto", string upstreamModel = "theirs") =>
        Part($$$"""{"type":"image_url","image_url":{"url":"PAYLOAD","detail":"{{{detail}}}"}}""", url, upstreamModel);

    private static string Png(int width, int height, int bytes = 100) => Files.DataUrl("image/png", Files.Png(width, height, bytes));

    [Fact]
    public void Text_counts_by_its_bytes() =>
        // Nine bytes of messages in a body of thirty-six.
        Assert.Equal(new InputEstimate(3, 18, 36 + 4_096), Of(Protocol.Chat, """{"model":"abc","messages":["12345"]}"""));

    [Fact]
    public void A_tool_brings_the_providers_own_instructions() =>
        Assert.Equal(
            512,
            Of(Protocol.Messages, """{"model":"m","max_tokens":1,"messages":[1],"tools":[{}]}""").Upper
                - Of(Protocol.Messages, """{"model":"m","max_tokens":1,"messages":[1],"tolls":[{}]}""").Upper
        );

    [Theory]
    [InlineData(64, 64, 85, 2_240, "auto")]
    [InlineData(640, 480, 409, 2_240, "high")]
    [InlineData(1_024, 1_024, 1_398, 4_096, "auto")]
    [InlineData(1_024, 1_024, 85, 4_096, "low")]
    [InlineData(1_568, 1_568, 1_600, 4_784, "auto")]
    [InlineData(4_000, 3_000, 1_600, 15_444, "auto")]
    [InlineData(4_000, 3_000, 10_000, 15_444, "original")]
    [InlineData(20_000, 20_000, 1_600, 16_384, "auto")]
    [InlineData(20_000, 1, 85, 2_240, "auto")]
    [InlineData(int.MaxValue, int.MaxValue, 10_000, 16_384, "original")]
    public void A_picture_counts_by_its_pixels(int width, int height, long expected, long upper, string detail) =>
        Assert.Equal(new InputEstimate(expected, upper, 20_000), Picture(Png(width, height), detail));

    /// <summary>The rule that OpenAI publishes: 1,024 x 1,024 is four tiles and the base.</summary>
    [Theory]
    [InlineData(1_024, 1_024, "auto", 2_833 + 4 * 5_667)]
    [InlineData(2_048, 4_096, "auto", 2_833 + 6 * 5_667)]
    [InlineData(100, 100, "auto", 2_833 + 5_667)]
    [InlineData(1_024, 1_024, "low", 2_833)]
    public void The_mini_model_that_counts_pictures_thirty_times_as_high(int width, int height, string detail, long expected)
    {
        var picture = Picture(Png(width, height), detail, "gpt-4o-mini-2024-07-18");
        Assert.Equal((expected, 48_169), (picture.Expected, picture.Ceiling));
        Assert.InRange(picture.Upper, expected, 48_169);
    }

    [Theory]
    [InlineData("https://example.com/a.png")]
    [InlineData("data:image/heic;base64,AAAA")]
    public void A_picture_of_unknown_size_is_a_usual_one_and_may_be_a_large_one(string url)
    {
        var picture = Picture(url);
        Assert.InRange(picture.Expected, 1_398, 1_410);
        Assert.InRange(picture.Upper, 16_384, 16_400);
    }

    [Fact]
    public void A_picture_of_a_megabyte_counts_no_more_than_a_small_file_of_the_same_size() =>
        Assert.Equal(Picture(Png(1_024, 768)), Picture(Png(1_024, 768, 1_000_000)));

    [Theory]
    // Three seconds of samples of two bytes.
    [InlineData("wav", 30, 96)]
    // 96,000 bytes at 16,000 a second, and at 1,000.
    [InlineData("mp3", 60, 3_072)]
    public void Sound_counts_by_its_seconds(string format, long expected, long upper) =>
        Assert.Equal(
            new InputEstimate(expected, upper, upper),
            Part(
                $$$"""{"type":"input_audio","input_audio":{"data":"PAYLOAD","format":"{{{format}}}"}}""",
                Convert.ToBase64String(format == "wav" ? Files.Wav(16_000, 96_000) : Files.Filled(96_000, "ID3"))
            )
        );

    [Theory]
    // Five pages, and twenty-five.
    [InlineData("application/pdf", "%PDF", 12_500, 115_000)]
    [InlineData("text/plain", "Once", 25_000, 50_000)]
    [InlineData("application/zip", "PK", 25_000, 50_000)]
    [InlineData("video/mp4", "", 300, 3_000)]
    public void A_file_counts_by_its_kind(string mediaType, string start, long expected, long upper)
    {
        var file = Part("""{"type":"file","file":{"file_data":"PAYLOAD"}}""", Files.DataUrl(mediaType, Files.Filled(99_999, start)));
        Assert.Equal((expected, upper), (file.Expected, file.Upper));
        Assert.True(file.Ceiling > 300_000);
    }

    [Fact]
    public void No_more_than_the_context_is_read_unless_each_of_several_texts_is()
    {
        var text = new string('x', 10_000);
        Assert.Equal(
            new InputEstimate(1_000, 1_000, 1_000),
            Of(Protocol.Chat, $$"""{"model":"m","messages":["{{text}}"]}""", context: 1_000)
        );
        Assert.InRange(Of(Protocol.Embeddings, $$"""{"model":"m","input":["{{text}}"]}""", context: 1_000).Expected, 2_500, 2_510);
        Assert.Equal(1_000, Of(Protocol.Embeddings, $$"""{"model":"m","input":"{{text}}"}""", context: 1_000).Expected);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[1],"tools":[{"type":"web_search_20250305"}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}""")]
    public void What_is_read_without_being_sent_is_believed_up_to_the_context(string body) =>
        Assert.Equal(Context, Of(Protocol.Chat, body).Ceiling);

    /// <summary>Whatever is asked, what is expected is held, and what is held is believed.</summary>
    [Fact]
    public void Of_any_request_more_is_held_than_expected_and_more_believed_than_held()
    {
#pragma warning disable RS0030 // A seed makes the chance repeatable.
        var random = new Random(20261129);
#pragma warning restore RS0030
        for (var i = 0; i < 1_000; i++)
        {
            var (protocol, body) = RandomRequest.Next(random);
            var request = Parse(protocol, body);
            foreach (var upstreamModel in (string[])["theirs", "gpt-4o-mini"])
            foreach (var context in (int[])[500, 128_000, 1_000_000])
            {
                var estimate = InputEstimate.For(request, ModelOf(upstreamModel, context));
                Assert.True(
                    0 < estimate.Expected && estimate.Expected <= estimate.Upper && estimate.Upper <= estimate.Ceiling,
                    $"{estimate} of {body[..Math.Min(body.Length, 2_000)]}"
                );
            }
        }
    }

    private static InferenceRequest Parse(Protocol protocol, string json) =>
        RequestParser.Parse(Encoding.UTF8.GetBytes(json), protocol.Request).Value!;

    private static Model ModelOf(string upstreamModel, int context) =>
        new("m", "o", default, context, 1_000, [new ModelRoute("primary", upstreamModel, [], new Price(1, 1, 1))]);
}
