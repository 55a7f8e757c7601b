using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Converts the messages of chat to blocks of content. A blank text, which Anthropic refuses, becomes no block.</summary>
internal static class ContentBlocksFromChat
{
    /// <param name="cache">A marker for Anthropic's cache, which some clients put on a part of a chat message.</param>
    public static Action<Utf8JsonWriter> Text(string text, JsonField? cache = null) =>
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", text);
            WriteCache(cache, writer);
            writer.WriteEndObject();
        };

    /// <summary>The name of a speaker is left out: Messages knows one user only.</summary>
    public static Action<Utf8JsonWriter>[] FromUser(JsonField message) => FromContent(message.Need("content"));

    /// <summary>
    /// Text and tool calls. Reasoning (reasoning_content) is left out: Anthropic takes only what it signed itself, and chat has no field
    /// for signatures.
    /// </summary>
    public static Action<Utf8JsonWriter>[] FromAssistant(JsonField message)
    {
        if (message["function_call"] is { } old)
            throw old.Refused($"{old.Path} is the old form of tool calls. Use tool_calls.");
        if (message["audio"] is { } audio)
            throw audio.Refused($"{audio.Path}: what the model said aloud cannot be told to this model's provider. Send it as text.");
        var content = message["content"] is { } given ? FromContent(given) : [];
        var refusal = message.Text("refusal");
        return
        [
            .. content,
            .. string.IsNullOrWhiteSpace(refusal) ? (Action<Utf8JsonWriter>[])[] : [Text(refusal)],
            .. message.Items("tool_calls").Select(Call),
        ];
    }

    public static Action<Utf8JsonWriter> Result(JsonField message)
    {
        var id = SafeId.For(message.NeedText("tool_call_id"));
        var content = message["content"] is { } given ? FromContent(given) : [];
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "tool_result");
            writer.WriteString("tool_use_id", id);
            if (content.Length > 0)
            {
                writer.WriteStartArray("content");
                foreach (var block in content)
                    block(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        };
    }

    /// <summary>The texts of content that may hold text only.</summary>
    public static string[] Texts(JsonField content) =>
        [
            .. (content.Kind == JsonValueKind.String ? [content] : content.Items().Select(TextOf))
                .Select(text => text.Text())
                .Where(text => !string.IsNullOrWhiteSpace(text)),
        ];

    private static JsonField TextOf(JsonField part) =>
        part.Need("type") is var type && type.Text() == "text"
            ? part.Need("text")
            : throw type.Refused($"{type.Path}: an instruction is made of text.");

    private static Action<Utf8JsonWriter>[] FromContent(JsonField content) =>
        content.Kind == JsonValueKind.String
            ? string.IsNullOrWhiteSpace(content.Text())
                ? []
                : [Text(content.Text())]
            : [.. content.Items().Select(Part).OfType<Action<Utf8JsonWriter>>()];

    private static Action<Utf8JsonWriter>? Part(JsonField part)
    {
        var type = part.Need("type");
        switch (type.Text())
        {
            case "text" or "refusal":
                var text = part.Need(type.Text()).Text();
                return string.IsNullOrWhiteSpace(text) ? null : Text(text, part["cache_control"]);
            case "image_url":
                return MediaSources.Image(part);
            case "file":
                return MediaSources.Document(part);
            default:
                throw type.Refused(
                    $"{type.Path}: {type.Text()} cannot be told in Anthropic's Messages, which this model's provider speaks. "
                        + "Leave it out, or choose a model whose provider speaks chat completions."
                );
        }
    }

    private static Action<Utf8JsonWriter> Call(JsonField call)
    {
        if (call["type"] is { } type && type.Text() != "function")
            throw type.Refused($"{type.Path}: calls of the type {type.Text()} have no equal in Anthropic's Messages. Use functions.");
        var function = call.Need("function");
        var (id, name, arguments) = (SafeId.For(call.NeedText("id")), function.NeedText("name"), function.Text("arguments") ?? "");
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "tool_use");
            writer.WriteString("id", id);
            writer.WriteString("name", name);
            ToolInput.Write(writer, arguments);
            writer.WriteEndObject();
        };
    }

    public static void WriteCache(JsonField? cache, Utf8JsonWriter writer)
    {
        if (cache is null)
            return;
        writer.WriteField("cache_control", cache);
    }
}
