using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Writes the chunks of a chat stream, converted from a response.</summary>
/// <param name="includesUsage">
/// Whether the caller asked for usage: then its chunk comes last, and all others have <c>"usage":null</c>.
/// </param>
internal sealed class ResponseChunkWriter(CompletionHead head, bool includesUsage)
{
    private bool wroteRole;

    public IBufferWriter<byte> Output { get; set; } = new ArrayBufferWriter<byte>();

    /// <param name="delta">Writes the new members; the role goes out with the first chunk.</param>
    /// <param name="logprobs">The log probabilities of its tokens, a list.</param>
    public void Write(Action<Utf8JsonWriter> delta, JsonField? logprobs = null, string? finishReason = null) =>
        WriteChunk(json =>
        {
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            if (!wroteRole)
                json.WriteString("role", "assistant");
            wroteRole = true;
            delta(json);
            json.WriteEndObject();
            if (logprobs is { } tokens && tokens.Items().Any())
            {
                json.WriteStartObject("logprobs");
                TokenLogprobs.WriteList(json, "content", tokens.Items());
                json.WriteNull("refusal");
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("logprobs");
            }

            json.WriteString("finish_reason", finishReason);
            json.WriteEndObject();
            json.WriteEndArray();
            if (includesUsage)
                json.WriteNull("usage");
        });

    /// <summary>The end of the stream: usage where it is wanted, then <c>[DONE]</c>.</summary>
    public void WriteEnd(JsonField? usage)
    {
        if (includesUsage && usage is { } counts)
        {
            WriteChunk(json =>
            {
                json.WriteStartArray("choices");
                json.WriteEndArray();
                json.WritePropertyName("usage");
                ChatUsageFromResponse.Write(json, counts);
            });
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteChunk(Action<Utf8JsonWriter> members)
    {
        Output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(Output, TranslatedJson.Writing))
        {
            json.WriteStartObject();
            head.Write(json, "chat.completion.chunk");
            members(json);
            json.WriteEndObject();
        }

        Output.Write("\n\n"u8);
    }
}
