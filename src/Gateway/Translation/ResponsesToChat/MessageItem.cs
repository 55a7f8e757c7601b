using System.Text.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>A message of the model: texts and refusals.</summary>
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

    /// <summary>The open part if it is of this kind, else a new one.</summary>
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
