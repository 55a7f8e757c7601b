using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>The model's reasoning, as its own summary: that is what clients show.</summary>
internal sealed class ReasoningItem(int index, string id) : OutputItem(index, id)
{
    private static readonly (string, int) Place = ("summary_index", 0);

    private readonly StringBuilder text = new();

    public void Think(ResponseEvents events, string delta)
    {
        if (text.Length == 0)
            events.WriteOf(this, "response.reasoning_summary_part.added"u8, Place, json => WritePart(json, "part", ""));
        text.Append(delta);
        events.WriteOf(this, "response.reasoning_summary_text.delta"u8, Place, json => json.WriteString("delta", delta));
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "reasoning");
        json.WriteStartArray("summary");
        if (text.Length > 0)
            WritePart(json, null, text.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    protected override void EndParts(ResponseEvents events)
    {
        var whole = text.ToString();
        events.WriteOf(this, "response.reasoning_summary_text.done"u8, Place, json => json.WriteLongString("text", whole));
        events.WriteOf(this, "response.reasoning_summary_part.done"u8, Place, json => WritePart(json, "part", whole));
    }

    private static void WritePart(Utf8JsonWriter json, string? name, string text)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteLongString("text", text);
        json.WriteEndObject();
    }
}
