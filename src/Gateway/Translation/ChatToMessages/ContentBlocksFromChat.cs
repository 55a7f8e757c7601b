using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>ContentBlocksFromChat of content, told from the messages of chat. Texts that are blank, which Anthropic refuses, become none.</summary>
internal static class ContentBlocksFromChat
{
    /// <param name="cache">A marker for Anthropic's cache. Clients that know chat's way to Claude put it at a part.</param>
    public static Action<Utf8JsonWriter> Text(string text, JsonField? cache = null) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        WriteCache(cache, writer);
        writer.WriteEndObject();
    };

    /// <summary>A name that a message gives its speaker is left out, as Messages knows one user only.</summary>
    public static Action<Utf8JsonWriter>[] OfUser(JsonField message) => OfContent(message.Need("content"));

    /// <summary>
    /// Text and calls. Thoughts (reasoning_content) are left out: Anthropic takes only those it signed itself, and chat has no place for
    /// signatures.
    /// </summary>
    public static Action<Utf8JsonWriter>[] OfAssistant(JsonField message)
    {
        if (message["function_call"] is { } old)
            throw old.Refused($"{old.Path} is the old form of tool calls. Use tool_calls.");
        if (message["audio"] is { } audio)
            throw audio.Refused($"{audio.Path}: what the model said aloud cannot be told to this model's provider. Send it as text.");
        var said = message["content"] is { } content ? OfContent(content) : [];
        var refusal = message.Text("refusal");
        return
        [
            .. said,
            .. string.IsNullOrWhiteSpace(refusal) ? (Action<Utf8JsonWriter>[])[] : [Text(refusal)],
            .. message.Items("tool_calls").Select(Call),
        ];
    }

    public static Action<Utf8JsonWriter> Result(JsonField message)
    {
        var id = SafeId.Of(message.Need("tool_call_id").Text());
        var content = message["content"] is { } given ? OfContent(given) : [];
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

    /// <summary>The texts of a content that is nothing else.</summary>
    public static string[] Texts(JsonField content) =>
    [
        .. (content.Kind == JsonValueKind.String ? [content] : content.Items().Select(TextOf))
            .Select(text => text.Text()).Where(text => !string.IsNullOrWhiteSpace(text)),
    ];

    private static JsonField TextOf(JsonField part) => part.Need("type") is var type && type.Text() == "text"
        ? part.Need("text")
        : throw type.Refused($"{type.Path}: an instruction is made of text.");

    private static Action<Utf8JsonWriter>[] OfContent(JsonField content) => content.Kind == JsonValueKind.String
        ? string.IsNullOrWhiteSpace(content.Text()) ? [] : [Text(content.Text())]
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
                throw type.Refused($"{type.Path}: {type.Text()} cannot be told in Anthropic's Messages, which this model's provider speaks. "
                    + "Leave it out, or choose a model whose provider speaks chat completions.");
        }
    }

    private static Action<Utf8JsonWriter> Call(JsonField call)
    {
        if (call["type"] is { } type && type.Text() != "function")
            throw type.Refused($"{type.Path}: calls of the type {type.Text()} have no equal in Anthropic's Messages. Use functions.");
        var function = call.Need("function");
        var (id, name, arguments) = (SafeId.Of(call.Need("id").Text()), function.Need("name").Text(), function.Text("arguments") ?? "");
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
        writer.WritePropertyName("cache_control");
        cache.CopyTo(writer);
    }
}
