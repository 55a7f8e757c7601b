using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Tells what the model said before: its text and its calls.</summary>
internal static class AssistantMessage
{
    public static void Write(JsonField message, Utf8JsonWriter writer)
    {
        var text = "";
        List<JsonField> calls = [];
        foreach (var block in ContentBlocks.Of(message.Need("content")))
        {
            switch (block.Type)
            {
                case "text":
                    // Without a gap, as a stream of them would be read.
                    text += block.Text;
                    break;
                case "tool_use":
                    calls.Add(block.Field);
                    break;
                case "thinking" or "redacted_thinking":
                    // Chat has no field for thoughts of before that all servers take: OpenAI's and others refuse reasoning_content, and
                    // models are trained to go on without them. Redacted ones only Anthropic can read.
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
        WriteCalls(calls, writer);
        writer.WriteEndObject();
    }

    private static void WriteCalls(List<JsonField> calls, Utf8JsonWriter writer)
    {
        if (calls.Count == 0)
            return;
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.Need("id").Text());
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Need("name").Text());
            writer.WriteString("arguments", Arguments(call["input"]));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Arguments(JsonField? input) => input switch
    {
        null => "{}",
        { Kind: JsonValueKind.Object } => Raw(input),
        _ => throw input.Wrong("an object"),
    };

    private static string Raw(JsonField input)
    {
        input.Tell();
        return input.Value.GetRawText();
    }
}
