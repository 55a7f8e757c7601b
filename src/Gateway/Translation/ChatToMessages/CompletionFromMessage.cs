using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// Converts a message to a chat completion. Blocks of Anthropic's own tools are skipped; the request offers no such tools.
/// </summary>
internal static class CompletionFromMessage
{
    public static void Write(JsonField message, Utf8JsonWriter writer, TranslationContext context, FunctionNames names, bool hidesReasoning)
    {
        var content = message.Need("content");
        var blocks = content.IsText ? [] : content.Items().Select(block => (Type: block.NeedText("type"), Field: block)).ToArray();
        var calls = blocks.Where(block => block.Type == "tool_use").Select(block => block.Field).ToArray();
        writer.WriteStartObject();
        writer.WriteString("id", new AnswerIds(context).Completion);
        writer.WriteString("object", "chat.completion");
        writer.WriteNumber("created", context.CreatedAt.ToUnixTimeSeconds());
        writer.WriteString("model", message.Text("model") ?? context.AnswerModel);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        writer.WriteLongString("content", content.IsText ? content.Text() : Joined(blocks, "text"));
        // The name that most clients of chat read; OpenAI itself has no field for reasoning.
        if (!hidesReasoning && Joined(blocks, "thinking") is { } thought)
            writer.WriteLongString("reasoning_content", thought);
        writer.WriteNull("refusal");
        WriteCalls(calls, writer, names, new AnswerIds(context));
        writer.WriteEndObject();
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", StopReasons.ForChat(message.Text("stop_reason"), calls.Length > 0));
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (message.Object("usage") is { } usage)
            UsageCounts.FromMessages(usage).WriteForChat(writer);
        writer.WriteEndObject();
    }

    private static string? Joined((string Type, JsonField Field)[] blocks, string type)
    {
        var text = string.Concat([.. blocks.Where(block => block.Type == type).Select(block => block.Field.Need(type).Text())]);
        return text.Length > 0 ? text : null;
    }

    private static void WriteCalls(JsonField[] calls, Utf8JsonWriter writer, FunctionNames names, AnswerIds ids)
    {
        if (calls.Length == 0)
            return;
        writer.WriteStartArray("tool_calls");
        foreach (var (number, call) in calls.Index())
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.Text("id") ?? ids.Call(number));
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", names.ToClient(call.NeedText("name")));
            writer.WriteLongString("arguments", call["input"]?.TextOrJson() ?? "{}");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
