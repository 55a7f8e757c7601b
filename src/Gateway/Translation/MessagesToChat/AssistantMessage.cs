using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts an earlier message of the model: its text and its tool calls.</summary>
internal static class AssistantMessage
{
    public static void Write(JsonField message, Utf8JsonWriter writer, FunctionNames names)
    {
        var text = "";
        List<JsonField> calls = [];
        foreach (var block in ContentBlocks.From(message.Need("content")))
        {
            switch (block.Type)
            {
                case "text":
                    // Joined without a separator, as a client reads a stream of them.
                    text += block.Text;
                    break;
                case "tool_use":
                    calls.Add(block.Field);
                    break;
                case "thinking" or "redacted_thinking":
                    // Chat has no field for earlier reasoning that all servers take: OpenAI and others refuse reasoning_content, and
                    // models are trained to continue without it. Redacted reasoning can be read by Anthropic only.
                    break;
                default:
                    throw block.Refused("Begin a new conversation, or stay with a model whose provider speaks Messages.");
            }
        }

        if (text.Length == 0 && calls.Count == 0)
            return;
        writer.WriteStartObject();
        writer.WriteString("role", "assistant");
        if (text.Length > 0)
            writer.WriteString("content", text);
        else
            writer.WriteNull("content");
        WriteCalls(calls, writer, names);
        writer.WriteEndObject();
    }

    private static void WriteCalls(List<JsonField> calls, Utf8JsonWriter writer, FunctionNames names)
    {
        if (calls.Count == 0)
            return;
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            CallId.Write(writer, "id", call.Need("id"));
            writer.WriteString("type", "function");
            // Every call has a caller; that it is the model itself goes without saying.
            if (call["caller"] is { IsObject: true } caller && caller.Text("type") == "direct")
                caller.MarkCarried();
            writer.WriteStartObject("function");
            names.Write(writer, "name", call.Need("name"));
            writer.WriteString("arguments", Arguments(call["input"]));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Arguments(JsonField? input) =>
        input switch
        {
            null => "{}",
            { IsObject: true } => input.RawText(),
            _ => throw input.Wrong("an object"),
        };
}
