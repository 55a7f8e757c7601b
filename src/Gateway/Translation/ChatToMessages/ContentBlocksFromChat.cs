using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Converts the messages of chat to blocks of content. A blank text, which Anthropic refuses, becomes no block.</summary>
internal sealed class ContentBlocksFromChat(FunctionNames names)
{
    private const string Cache = "cache_control";

    /// <summary>The ids of calls as they are sent, by those of the client, and how often each came.</summary>
    private readonly Dictionary<string, (string Sent, int Times)> calls = [];

    public static CachedBlock Text(string text, JsonField? cache = null) =>
        new(
            writer =>
            {
                writer.WriteString("type", "text");
                writer.WriteString("text", text);
            },
            cache
        )
        {
            Text = text,
        };

    /// <summary>The name of a speaker is left out: Messages knows one user only.</summary>
    public static CachedBlock[] FromUser(JsonField message) => Marked(FromContent(message.Need("content")), message);

    /// <summary>
    /// Text and tool calls. Reasoning (reasoning_content) is left out: Anthropic takes only what it signed itself, and chat has no field
    /// for signatures.
    /// </summary>
    public CachedBlock[] FromAssistant(JsonField message)
    {
        if (message["function_call"] is { } old)
            throw old.Refused($"{old.Path} is the old form of tool calls. Use tool_calls.");
        if (message["audio"] is { } audio)
            throw audio.Refused($"{audio.Path}: what the model said aloud cannot be sent to this model's provider. Send it as text.");
        var content = message["content"] is { } given ? FromContent(given) : [];
        var refusal = message.Text("refusal");
        return Marked(
            [
                .. content,
                .. string.IsNullOrWhiteSpace(refusal) ? (CachedBlock[])[] : [Text(refusal)],
                .. message.Items("tool_calls").Select(Call),
            ],
            message
        );
    }

    /// <summary>The marker of a part belongs to the whole result here, whose own content Anthropic does not cache part by part.</summary>
    public CachedBlock Result(JsonField message)
    {
        var called = message.NeedText("tool_call_id");
        var id = calls.TryGetValue(called, out var call) ? call.Sent : SafeId.For(called);
        var content = message["content"] is { } given ? FromContent(given) : [];
        var marks = content.Select(block => block.Cache).Append(message[Cache]).OfType<JsonField>().ToArray();
        foreach (var earlier in marks.SkipLast(1))
            earlier.MarkLeftOut();
        return new CachedBlock(
            writer =>
            {
                writer.WriteString("type", "tool_result");
                writer.WriteString("tool_use_id", id);
                if (content.Length == 0)
                    return;
                writer.WriteStartArray("content");
                foreach (var block in content)
                    (block with { Cache = null }).Write(writer, new CacheMarks([]));
                writer.WriteEndArray();
            },
            marks.LastOrDefault()
        );
    }

    /// <summary>Content that may hold text only.</summary>
    /// <param name="wording">What is written for each text.</param>
    public static CachedBlock[] FromInstruction(JsonField message, Func<string, string> wording)
    {
        var content = message.Need("content");
        return Marked(
            [
                .. from text in content.IsText ? [(content, null)] : content.Items().Select(TextOf)
                where !string.IsNullOrWhiteSpace(text.Text.Text())
                select Text(wording(text.Text.Text()), text.Cache),
            ],
            message
        );
    }

    private static (JsonField Text, JsonField? Cache) TextOf(JsonField part) =>
        part.Need("type") is var type && type.Text() == "text"
            ? (part.Need("text"), part[Cache])
            : throw type.Refused($"{type.Path}: an instruction is made of text.");

    /// <summary>A marker on a message stands for one on its last part.</summary>
    private static CachedBlock[] Marked(CachedBlock[] blocks, JsonField message)
    {
        if (message[Cache] is not { } mark)
            return blocks;
        if (blocks.Length == 0 || blocks[^1].Cache is not null)
            mark.MarkLeftOut();
        else
            blocks[^1] = blocks[^1] with { Cache = mark };
        return blocks;
    }

    private static CachedBlock[] FromContent(JsonField content) =>
        content.Kind == JsonValueKind.String
            ? string.IsNullOrWhiteSpace(content.Text())
                ? []
                : [Text(content.Text())]
            : [.. content.Items().Select(Part).OfType<CachedBlock>()];

    private static CachedBlock? Part(JsonField part)
    {
        var type = part.Need("type");
        switch (type.Text())
        {
            case "text" or "refusal":
                var text = part.Need(type.Text()).Text();
                return string.IsNullOrWhiteSpace(text) ? null : Text(text, part[Cache]);
            case "image_url":
                return new CachedBlock(MediaSources.Image(part), part[Cache]);
            case "file":
                return new CachedBlock(MediaSources.Document(part), part[Cache]);
            default:
                throw type.Refused(
                    $"{type.Path}: {type.Text()} cannot be sent in Anthropic's Messages, which this model's provider speaks. "
                        + "Leave it out, or choose a model whose provider speaks chat completions."
                );
        }
    }

    private CachedBlock Call(JsonField call)
    {
        if (call["type"] is { } type && type.Text() != "function")
            throw type.Refused($"{type.Path}: calls of the type {type.Text()} have no equal in Anthropic's Messages. Use functions.");
        var function = call.Need("function");
        var (id, name, arguments) = (Unique(call.NeedText("id")), function.NeedText("name"), function.Text("arguments") ?? "");
        return new CachedBlock(
            writer =>
            {
                writer.WriteString("type", "tool_use");
                writer.WriteString("id", id);
                writer.WriteString("name", names.ToUpstream(name));
                ToolInput.Write(writer, arguments);
            },
            call[Cache]
        );
    }

    /// <summary>
    /// Some models give the calls of every turn the same ids, and Anthropic demands that each is there once. A result belongs to the last
    /// call of its id.
    /// </summary>
    private string Unique(string id)
    {
        var times = calls.TryGetValue(id, out var earlier) ? earlier.Times + 1 : 1;
        var sent = SafeId.For(times == 1 ? id : $"{id}_{times}");
        calls[id] = (sent, times);
        return sent;
    }
}
