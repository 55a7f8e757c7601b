using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Embeddings;
using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Embeddings;

public sealed class EmbeddingTests
{
    [Fact]
    public async Task An_embedding_has_OpenAIs_shape()
    {
        var asked = await Ask("\"input\":\"Hi\",\"dimensions\":1");

        Assert.Matches(
            """^\{"object":"list","data":\[\{"object":"embedding","index":0,"embedding":\[-?1\]\}\],"model":"text-embedding-3-small","usage":\{"prompt_tokens":1,"total_tokens":1\}\}$""",
            asked.Text
        );
        Assert.Equal(
            (Outcome.Completed, "embeddings", 1L, 0L, true),
            (asked.Served.Outcome, asked.Served.Protocol, asked.Served.PromptTokens, asked.Served.CompletionTokens, asked.Served.UsageSent)
        );
    }

    [Fact]
    public async Task Base64_says_the_same_as_numbers()
    {
        var numbers = Vectors(await Ask("\"input\":[\"Hi\",\"Hello\"],\"dimensions\":20"));
        var encoded = Vectors(await Ask("\"input\":[\"Hi\",\"Hello\"],\"dimensions\":20,\"encoding_format\":\"base64\""));

        Assert.Equal(numbers[1].Deserialize<float[]>(), MemoryMarshal.Cast<byte, float>(encoded[1].GetBytesFromBase64()).ToArray());
        Assert.NotEqual(numbers[0].GetRawText(), numbers[1].GetRawText());
    }

    [Theory]
    [InlineData("[1,2,3]", 1, 3)]
    [InlineData("[[1,2,3],[4]]", 2, 4)]
    [InlineData("[\"Hi\",\"Hello\"]", 2, 3)]
    public async Task Texts_and_tokens_are_counted(string input, int vectors, long tokens)
    {
        var asked = await Ask($"\"input\":{input}");

        Assert.Equal((vectors, tokens), (Vectors(asked).Length, asked.Served.PromptTokens));
        Assert.Equal(1536, Vectors(asked)[0].GetArrayLength());
    }

    [Fact]
    public void A_vector_has_length_one() => Assert.Equal(1f, EmbeddingVector.For("Hi", 1536).Sum(each => each * each), 0.0001f);

    [Theory]
    [InlineData("no-usage", Outcome.Completed, 1L)]
    [InlineData("cut=1", Outcome.Failed, 0L)]
    [InlineData("malformed", Outcome.Failed, 0L)]
    public async Task A_script_is_played(string script, object outcome, long tokens)
    {
        var asked = await Ask("\"input\":\"Hi\"", script);

        Assert.Equal((outcome, tokens, false), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.UsageSent));
    }

    [Fact]
    public async Task A_model_that_chats_does_not_embed() =>
        Assert.Equal(400, (await Conversation.At("/v1/embeddings", """{"model":"gpt-4.1","input":"x"}""")).Http.Response.StatusCode);

    private static JsonElement[] Vectors(Conversation asked) =>
        [.. JsonElement.Parse(asked.Raw).GetProperty("data").EnumerateArray().Select(each => each.GetProperty("embedding"))];

    private static Task<Conversation> Ask(string fields, string script = "") =>
        Conversation.At("/v1/embeddings", $$"""{"model":"text-embedding-3-small",{{fields}}}""", ("x-fake-script", script));
}
