using System.Text.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>What the model says to the person: text, and a refusal where it refuses.</summary>
internal sealed class MessageItem(int index, string id) : OutputItem(index, id)
{
    private readonly List<MessagePart> parts = [];

    public void Say(ResponseEvents events, string delta, bool isRefusal, IReadOnlyList<byte[]> tokens) =>
        Part(events, isRefusal).Say(events, delta, tokens);

    public void Annotate(ResponseEvents events, byte[] annotation) => Part(events, isRefusal: false).Annotate(events, annotation);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "message");
        json.WriteString("status", Status);
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        foreach (var part in parts)
            part.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    protected override void EndParts(ResponseEvents events)
    {
        if (parts.Count > 0)
            parts[^1].Close(events);
    }

    /// <summary>The part that is open, or a new one of the other kind after it.</summary>
    private MessagePart Part(ResponseEvents events, bool isRefusal)
    {
        if (parts.Count > 0 && parts[^1].IsRefusal == isRefusal)
            return parts[^1];
        EndParts(events);
        parts.Add(new MessagePart(this, parts.Count, isRefusal));
        parts[^1].Open(events);
        return parts[^1];
    }
}
