using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Writes chunks of a chat stream.</summary>
/// <param name="tellsUsage">Whether the caller asked for usage: then its chunk comes last, and all others say <c>"usage":null</c>.</param>
internal sealed class ResponseChunkWriter(CompletionHead head, bool tellsUsage)
{
    private bool saidRole;

    public IBufferWriter<byte> Output { get; set; } = new ArrayBufferWriter<byte>();

    /// <param name="delta">What is new; the role goes out with the first.</param>
    /// <param name="logprobs">A list of the chances of its tokens.</param>
    public void Write(Action<Utf8JsonWriter> delta, RawNode? logprobs = null, string? finishReason = null) => WriteChunk(json =>
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        if (!saidRole)
            json.WriteString("role", "assistant");
        saidRole = true;
        delta(json);
        json.WriteEndObject();
        if (logprobs is { } tokens && tokens.Items().Any())
        {
            json.WriteStartObject("logprobs");
            json.WriteRaw("content", tokens);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (tellsUsage)
            json.WriteNull("usage");
    });

    /// <summary>The end: usage where it is wanted, then <c>[DONE]</c>.</summary>
    public void WriteEnd(RawNode? usage)
    {
        if (tellsUsage && usage is { } told)
        {
            WriteChunk(json =>
            {
                json.WriteStartArray("choices");
                json.WriteEndArray();
                json.WritePropertyName("usage");
                ChatUsageFromResponse.Write(json, told);
            });
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteChunk(Action<Utf8JsonWriter> members)
    {
        Output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(Output, RawJson.Writing))
        {
            json.WriteStartObject();
            head.Write(json, "chat.completion.chunk");
            members(json);
            json.WriteEndObject();
        }

        Output.Write("\n\n"u8);
    }
}
