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
        writer.WriteString("model", answer.Text("model") ?? context.AnswerModel);
        writer.WriteStartArray("content");
        WriteContent(message, writer, hidesReasoning);
        WriteBlock("text", refusal, writer);
        foreach (var (number, call) in calls.Index())
            WriteCall(call, number, writer, context, names);
        writer.WriteEndArray();
        var refused = refusal is { Length: > 0 };
        writer.WriteString("stop_reason", StopReasons.ForMessages(choice.Text("finish_reason"), calls.Length > 0, refused));
        MessageMembers.WriteUnknown(writer);
        (answer.Object("usage") is { } usage ? UsageCounts.FromChat(usage) : new UsageCounts(0, 0, 0, 0, null, null)).WriteForMessages(
            writer
        );
        writer.WriteEndObject();
    }

    private static void WriteContent(JsonField message, Utf8JsonWriter writer, bool hidesReasoning)
    {
        var parts = ChatContent.Parts(message["content"]).ToLookup(part => part.IsThought, part => part.Text);
        WriteBlock("thinking", hidesReasoning ? null : ReasoningField.Text(message) ?? string.Concat([.. parts[true]]), writer);
        WriteBlock("text", string.Concat([.. parts[false]]), writer);
    }

    private static void WriteBlock(string kind, string? text, Utf8JsonWriter writer)
    {
        if (string.IsNullOrEmpty(text))
            return;
        writer.WriteStartObject();
        writer.WriteString("type", kind);
        writer.WriteLongString(kind, text);
        MessageMembers.WriteRestOf(writer, kind);
        writer.WriteEndObject();
    }

    private static void WriteCall(JsonField call, int number, Utf8JsonWriter writer, TranslationContext context, FunctionNames names)
    {
        var piece = CallPiece.From(call);
        writer.WriteStartObject();
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", piece.Id ?? new AnswerIds(context).Call(number));
        writer.WriteString("name", names.ToClient(piece.Name ?? throw call.Need("function").Wrong("named")));
        MessageMembers.WriteCaller(writer);
        ToolInput.Write(writer, piece.Arguments);
        writer.WriteEndObject();
    }
}
