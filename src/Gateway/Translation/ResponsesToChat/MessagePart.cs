using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>A text or a refusal in a message of the model.</summary>
/// <param name="index">Its place in the message's <c>content</c>.</param>
internal sealed class MessagePart(OutputItem item, int index, bool isRefusal)
{
    private readonly StringBuilder text = new();
    private readonly List<byte[]> logprobs = [];
    private readonly List<byte[]> annotations = [];

    public bool IsRefusal => isRefusal;

    private (string, int) Place => ("content_index", index);

    public void Open(ResponseEvents events) => events.WriteOf(item, "response.content_part.added"u8, Place, WriteAsPart);

    /// <param name="tokens">The log probabilities of its tokens, each an object; empty where the caller did not ask.</param>
    public void Say(ResponseEvents events, string delta, IReadOnlyList<byte[]> tokens)
    {
        text.Append(delta);
        logprobs.AddRange(tokens);
        events.WriteOf(
            item,
            isRefusal ? "response.refusal.delta"u8 : "response.output_text.delta"u8,
            Place,
            json =>
            {
                json.WriteString("delta", delta);
                if (!isRefusal)
                    WriteList(json, "logprobs", tokens);
            }
        );
    }

    public void Annotate(ResponseEvents events, byte[] annotation)
    {
        events.WriteOf(
            item,
            "response.output_text.annotation.added"u8,
            Place,
            json =>
            {
                json.WriteNumber("annotation_index", annotations.Count);
                json.WriteRaw("annotation", annotation);
            }
        );
        annotations.Add(annotation);
    }

    public void Close(ResponseEvents events)
    {
        events.WriteOf(
            item,
            isRefusal ? "response.refusal.done"u8 : "response.output_text.done"u8,
            Place,
            json =>
            {
                json.WriteLongString(isRefusal ? "refusal" : "text", text.ToString());
                if (!isRefusal)
                    WriteList(json, "logprobs", logprobs);
            }
        );
        events.WriteOf(item, "response.content_part.done"u8, Place, WriteAsPart);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", isRefusal ? "refusal" : "output_text");
        if (!isRefusal)
        {
            WriteList(json, "annotations", annotations);
            WriteList(json, "logprobs", logprobs);
        }

        json.WriteLongString(isRefusal ? "refusal" : "text", text.ToString());
        json.WriteEndObject();
    }

    private void WriteAsPart(Utf8JsonWriter json)
    {
        json.WritePropertyName("part");
        Write(json);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<byte[]> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteRawValue(value, skipInputValidation: true);
        json.WriteEndArray();
    }
}
