using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts a chat completion to a message.</summary>
internal static class MessageFromCompletion
{
    public static void Write(JsonField answer, Utf8JsonWriter writer, TranslationContext context, FunctionNames names, bool hidesReasoning)
    {
        var choice = answer.Need("choices").Items().FirstOrDefault() ?? throw answer.Need("choices").Wrong("a list of one choice");
        var message = choice.Need("message");
        var (refusal, calls) = (message.Text("refusal"), message.Items("tool_calls").ToArray());
        writer.WriteStartObject();
        writer.WriteString("id", new AnswerIds(context).Message);
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("model", answer.Text("model") ?? context.UpstreamModel);
        writer.WriteStartArray("content");
        WriteBlock("thinking", hidesReasoning ? null : ReasoningField.Text(message), writer);
        WriteBlock("text", message.Text("content"), writer);
        WriteBlock("text", refusal, writer);
        foreach (var (number, call) in calls.Index())
            WriteCall(call, number, writer, context, names);
        writer.WriteEndArray();
        var refused = refusal is { Length: > 0 };
        writer.WriteString("stop_reason", StopReasons.ForMessages(choice.Text("finish_reason"), calls.Length > 0, refused));
        writer.WriteNull("stop_sequence");
        (answer["usage"] is { } usage ? UsageCounts.FromChat(usage) : new UsageCounts(0, 0, 0, 0, null, null)).WriteForMessages(writer);
        writer.WriteEndObject();
    }

    private static void WriteBlock(string kind, string? text, Utf8JsonWriter writer)
    {
        if (string.IsNullOrEmpty(text))
            return;
        writer.WriteStartObject();
        writer.WriteString("type", kind);
        writer.WriteString(kind, text);
        if (kind == "thinking")
            writer.WriteString("signature", "");
        writer.WriteEndObject();
    }

    private static void WriteCall(JsonField call, int number, Utf8JsonWriter writer, TranslationContext context, FunctionNames names)
    {
        var function = call.Need("function");
        writer.WriteStartObject();
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", call.Text("id") is { Length: > 0 } id ? id : new AnswerIds(context).Call(number));
        writer.WriteString("name", names.ToClient(function.NeedText("name")));
        ToolInput.Write(writer, function.Text("arguments") ?? "");
        writer.WriteEndObject();
    }
}
