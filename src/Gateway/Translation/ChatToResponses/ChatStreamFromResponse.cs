using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>
/// One Responses stream told as chat chunks. Remembers which call has which number in chat, and what was told of each part already: some
/// upstreams say a thing only when it is whole. Events of other kinds tell nothing that chat has a word for.
/// </summary>
internal sealed class ChatStreamFromResponse(CompletionHead head, bool tellsUsage)
{
    private readonly ResponseChunkWriter chunks = new(head, tellsUsage);
    private readonly Dictionary<long, CallState> calls = [];
    private readonly HashSet<(string Kind, long Item, long Part)> told = [];
    private bool hasThoughts;
    private bool isOver;

    public void Read(RawNode data, IBufferWriter<byte> output)
    {
        if (isOver)
            return;
        chunks.Output = output;
        switch (data.NeedText("type"))
        {
            case "response.created":
                head.Read(data.Need("response"));
                break;
            case "response.output_item.added" when ChatCallFromItem.IsCall(data.Need("item")):
                Begin(data);
                break;
            case "response.output_item.done" when ChatCallFromItem.IsCall(data.Need("item")):
                SayCall(data, ChatCallFromItem.Input(data.Need("item")), isWhole: true);
                break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta":
                SayCall(data, data.NeedText("delta"), isWhole: false);
                break;
            case "response.completed" or "response.incomplete":
                Finish(data.Need("response"));
                break;
            case "response.failed" or "error":
                throw new JsonException("The upstream's stream ends in an error.");
            case var type:
                ReadText(type, data);
                break;
        }
    }

    private void ReadText(string type, RawNode data)
    {
        switch (type)
        {
            case "response.output_text.delta":
                Say("content", data, data.NeedText("delta"), isWhole: false);
                break;
            case "response.output_text.done":
                Say("content", data, data.NeedText("text"), isWhole: true);
                break;
            case "response.refusal.delta":
                Say("refusal", data, data.NeedText("delta"), isWhole: false);
                break;
            case "response.refusal.done":
                Say("refusal", data, data.NeedText("refusal"), isWhole: true);
                break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                Think(data);
                break;
            case "response.output_text.annotation.added" when ChatCitation.Of(data.Need("annotation")) is { } citation:
                chunks.Write(json => json.WriteRaw("annotations", [(byte)'[', .. citation, (byte)']']));
                break;
        }
    }

    /// <summary>What is whole is said only if nothing of it was said before.</summary>
    private void Say(string name, RawNode data, string text, bool isWhole)
    {
        if (told.Add((name, data.Whole("output_index") ?? 0, data.Whole("content_index") ?? 0)) || !isWhole)
            if (text.Length > 0)
                chunks.Write(json => json.WriteString(name, text), name == "content" ? data.Array("logprobs") : null);
    }

    private void Think(RawNode data)
    {
        var isNew = told.Add(("thought", data.Whole("output_index") ?? 0, data.Whole("summary_index") ?? data.Whole("content_index") ?? 0));
        var text = (isNew && hasThoughts ? ReasoningTexts.Between : "") + data.NeedText("delta");
        hasThoughts = true;
        chunks.Write(json => json.WriteString("reasoning_content", text));
    }

    private CallState Begin(RawNode data)
    {
        var item = data.Need("item");
        var call = calls[data.Whole("output_index") ?? 0] = new CallState(calls.Count, ChatCallFromItem.IsCustom(item));
        WriteCall(call, json => ChatCallFromItem.Write(json, item, withInput: false));
        return call;
    }

    private void SayCall(RawNode data, string text, bool isWhole)
    {
        if (!calls.TryGetValue(data.Whole("output_index") ?? 0, out var call))
            call = isWhole ? Begin(data) : throw new JsonException("The upstream's stream goes on with a call that it has not begun.");
        if (text.Length == 0 || (isWhole && call.HasInput))
            return;
        call.HasInput = true;
        WriteCall(call, json =>
        {
            json.WriteStartObject(call.IsCustom ? "custom" : "function");
            json.WriteString(ChatCallFromItem.InputName(call.IsCustom), text);
            json.WriteEndObject();
        });
    }

    private void WriteCall(CallState call, Action<Utf8JsonWriter> members) => chunks.Write(json =>
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", call.Index);
        members(json);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private void Finish(RawNode response)
    {
        isOver = true;
        chunks.Write(_ => { }, finishReason: FinishReason.Of(response, calls.Count > 0));
        chunks.WriteEnd(response.Object("usage"));
    }

    private sealed class CallState(int index, bool isCustom)
    {
        public int Index => index;

        public bool IsCustom => isCustom;

        public bool HasInput { get; set; }
    }
}
