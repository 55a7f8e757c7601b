using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Writes the events of a message, one method each. Blocks come one after the other, never two at a time.</summary>
internal sealed class MessageEvents(JsonEventBuffer events)
{
    public void Start(string id, string model) =>
        events.Add(
            "message_start",
            writer =>
            {
                writer.WriteString("type", "message_start");
                writer.WriteStartObject("message");
                writer.WriteString("id", id);
                writer.WriteString("type", "message");
                writer.WriteString("role", "assistant");
                writer.WriteString("model", model);
                writer.WriteStartArray("content");
                writer.WriteEndArray();
                writer.WriteNull("stop_reason");
                MessageMembers.WriteUnknown(writer);
                // Chat reports counts at the end; message_delta then has all of them.
                new UsageCounts(0, 0, 0, 0, null, null).WriteForMessages(writer);
                writer.WriteEndObject();
            }
        );

    /// <param name="kind">text or thinking, which is also the name of the member that holds the text.</param>
    public void Open(int index, string kind) =>
        events.Add(
            "content_block_start",
            writer =>
            {
                writer.WriteString("type", "content_block_start");
                writer.WriteNumber("index", index);
                writer.WriteStartObject("content_block");
                writer.WriteString("type", kind);
                writer.WriteString(kind, "");
                MessageMembers.WriteRestOf(writer, kind);
                writer.WriteEndObject();
            }
        );

    public void OpenCall(int index, string id, string name) =>
        events.Add(
            "content_block_start",
            writer =>
            {
                writer.WriteString("type", "content_block_start");
                writer.WriteNumber("index", index);
                writer.WriteStartObject("content_block");
                writer.WriteString("type", "tool_use");
                writer.WriteString("id", id);
                writer.WriteString("name", name);
                MessageMembers.WriteCaller(writer);
                writer.WriteStartObject("input");
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );

    /// <param name="type">For example text_delta, with its text in the member <paramref name="member"/>.</param>
    public void Delta(int index, string type, string member, string text) =>
        events.Add(
            "content_block_delta",
            writer =>
            {
                writer.WriteString("type", "content_block_delta");
                writer.WriteNumber("index", index);
                writer.WriteStartObject("delta");
                writer.WriteString("type", type);
                writer.WriteString(member, text);
                writer.WriteEndObject();
            }
        );

    public void Close(int index) =>
        events.Add(
            "content_block_stop",
            writer =>
            {
                writer.WriteString("type", "content_block_stop");
                writer.WriteNumber("index", index);
            }
        );

    public void End(string stopReason, UsageCounts usage)
    {
        events.Add(
            "message_delta",
            writer =>
            {
                writer.WriteString("type", "message_delta");
                writer.WriteStartObject("delta");
                writer.WriteString("stop_reason", stopReason);
                MessageMembers.WriteUnknown(writer);
                writer.WriteEndObject();
                usage.WriteForMessages(writer);
            }
        );
        events.Add("message_stop", writer => writer.WriteString("type", "message_stop"));
    }
}
