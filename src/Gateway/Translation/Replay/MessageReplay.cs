using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Replay;

/// <summary>The events of a message.</summary>
internal sealed class MessageReplay(ReplayedEvents events)
{
    private bool hasCall;

    public void Read(JsonField message)
    {
        Add(
            "message_start",
            json =>
            {
                json.WriteStartObject("message");
                WriteBegun(json, message);
                json.WriteEndObject();
            }
        );
        if (message.Need("content") is { IsText: true } text)
            AddBlock(0, static json => json.WriteString("type", "text"), json => json.WriteString("text", ""), Texts("text", text.Text()));
        else
            foreach (var (index, block) in message.Need("content").Items().Index())
                AddBlock(index, block);
        Add("message_delta", json => WriteEnd(json, message));
        Add("message_stop", static _ => { });
    }

    /// <summary>The message before it has content. Its tokens of output are known at its end.</summary>
    private static void WriteBegun(Utf8JsonWriter json, JsonField message)
    {
        ReplayedEvents.Copy(json, message, "content", "stop_reason", "stop_sequence", "usage", "container", "context_management");
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        if (message.Object("usage") is not { } usage)
            return;
        json.WriteStartObject("usage");
        ReplayedEvents.Copy(json, usage, "output_tokens");
        json.WriteNumber("output_tokens", 0);
        json.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter json, JsonField message)
    {
        json.WriteStartObject("delta");
        json.WriteString("stop_reason", message.Text("stop_reason") ?? (hasCall ? "tool_use" : "end_turn"));
        if (message["stop_sequence"] is { } sequence)
            json.WriteField("stop_sequence", sequence);
        else
            json.WriteNull("stop_sequence");
        json.Carry(message, "container");
        json.WriteEndObject();
        if (message.Object("usage") is { } usage)
            json.WriteField("usage", usage);
        json.Carry(message, "context_management");
    }

    private void AddBlock(int index, JsonField block)
    {
        switch (block.NeedText("type"))
        {
            case "text":
                AddBlock(
                    index,
                    json => ReplayedEvents.Copy(json, block, "text", "citations"),
                    json => WriteEmpty(json, block, "text"),
                    [.. Texts("text", block.Text("text") ?? ""), .. Citations(block)]
                );
                break;
            case "thinking":
                AddBlock(
                    index,
                    json => ReplayedEvents.Copy(json, block, "thinking", "signature"),
                    json => WriteEmpty(json, block, "thinking"),
                    [.. Texts("thinking", block.Text("thinking") ?? ""), .. Signature(block)]
                );
                break;
            case var type when block["input"] is { } input:
                hasCall |= type == "tool_use";
                AddBlock(
                    index,
                    json => ReplayedEvents.Copy(json, block, "input"),
                    static json =>
                    {
                        json.WriteStartObject("input");
                        json.WriteEndObject();
                    },
                    Input(input.TextOrJson())
                );
                break;
            default:
                AddBlock(index, json => ReplayedEvents.Copy(json, block), static _ => { }, []);
                break;
        }
    }

    private static void WriteEmpty(Utf8JsonWriter json, JsonField block, string name)
    {
        json.WriteString(name, "");
        if (block["signature"] is not null)
            json.WriteString("signature", "");
        if (block.Array("citations") is null)
            return;
        json.WriteStartArray("citations");
        json.WriteEndArray();
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Texts(string name, string text) =>
        ReplayedEvents.Pieces(text).Select(piece => Delta(name + "_delta", json => json.WriteString(name, piece)));

    private static IEnumerable<Action<Utf8JsonWriter>> Citations(JsonField block) =>
        block.Items("citations").Select(citation => Delta("citations_delta", json => json.WriteField("citation", citation)));

    private static IEnumerable<Action<Utf8JsonWriter>> Signature(JsonField block) =>
        block["signature"] is { } signature ? [Delta("signature_delta", json => json.WriteField("signature", signature))] : [];

    /// <summary>A call without arguments has no piece of them.</summary>
    private static IEnumerable<Action<Utf8JsonWriter>> Input(string input) =>
        input == "{}"
            ? []
            : ReplayedEvents.Pieces(input).Select(piece => Delta("input_json_delta", json => json.WriteString("partial_json", piece)));

    private static Action<Utf8JsonWriter> Delta(string type, Action<Utf8JsonWriter> members) =>
        json =>
        {
            json.WriteString("type", type);
            members(json);
        };

    private void AddBlock(
        int index,
        Action<Utf8JsonWriter> members,
        Action<Utf8JsonWriter> empty,
        IEnumerable<Action<Utf8JsonWriter>> deltas
    )
    {
        Add(
            "content_block_start",
            index,
            "content_block",
            json =>
            {
                members(json);
                empty(json);
            }
        );
        foreach (var delta in deltas)
            Add("content_block_delta", index, "delta", delta);
        Add("content_block_stop", json => json.WriteNumber("index", index));
    }

    private void Add(string type, int index, string name, Action<Utf8JsonWriter> members) =>
        Add(
            type,
            json =>
            {
                json.WriteNumber("index", index);
                json.WriteStartObject(name);
                members(json);
                json.WriteEndObject();
            }
        );

    private void Add(string type, Action<Utf8JsonWriter> members) =>
        events.Add(
            type,
            json =>
            {
                json.WriteString("type", type);
                members(json);
            }
        );
}
