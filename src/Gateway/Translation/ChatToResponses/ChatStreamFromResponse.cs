using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>
/// Converts a Responses stream to chat chunks. Keeps the number in chat of each call, and which parts were sent already: some upstreams
/// send a part only when it is whole. Events of other types have no equal in chat.
/// </summary>
internal sealed class ChatStreamFromResponse(CompletionHead head, FunctionNames names, bool includesUsage)
{
    private readonly ResponseChunkWriter chunks = new(head, includesUsage);
    private readonly Dictionary<long, CallState> calls = [];
    private readonly HashSet<(string Kind, long Item, long Part)> sent = [];
    private bool hasReasoning;
    private bool isOver;

    public void Read(JsonField data, IBufferWriter<byte> output)
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
                SayCall(data, data.Need("delta").TextOrJson(), isWhole: false);
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

    private void ReadText(string type, JsonField data)
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
            case "response.output_text.annotation.added" when ChatCitation.From(data.Need("annotation")) is { } citation:
                chunks.Write(json => json.WriteRaw("annotations", [(byte)'[', .. citation, (byte)']']));
                break;
        }
    }

    /// <summary>A whole part is sent only if nothing of it was sent before.</summary>
    private void Say(string name, JsonField data, string text, bool isWhole)
    {
        if (sent.Add((name, data.Count("output_index") ?? 0, data.Count("content_index") ?? 0)) || !isWhole)
            if (text.Length > 0)
                chunks.Write(json => json.WriteString(name, text), name == "content" ? data.Array("logprobs") : null);
    }

    private void Think(JsonField data)
    {
        var isNew = sent.Add(("thought", data.Count("output_index") ?? 0, data.Count("summary_index") ?? data.Count("content_index") ?? 0));
        var text = (isNew && hasReasoning ? ReasoningTexts.Separator : "") + data.NeedText("delta");
        hasReasoning = true;
        chunks.Write(json => json.WriteString("reasoning_content", text));
    }

    private CallState Begin(JsonField data)
    {
        var item = data.Need("item");
        var call = calls[data.Count("output_index") ?? 0] = new CallState(calls.Count, ChatCallFromItem.IsCustom(item));
        WriteCall(call, json => ChatCallFromItem.Write(json, item, names, withInput: false));
        return call;
    }

    private void SayCall(JsonField data, string text, bool isWhole)
    {
        if (!calls.TryGetValue(data.Count("output_index") ?? 0, out var call))
            call = isWhole ? Begin(data) : throw new JsonException("The upstream's stream goes on with a call that it has not begun.");
        if (text.Length == 0 || (isWhole && call.HasInput))
            return;
        call.HasInput = true;
        WriteCall(
            call,
            json =>
            {
                json.WriteStartObject(call.IsCustom ? "custom" : "function");
                json.WriteString(ChatCallFromItem.InputName(call.IsCustom), text);
                json.WriteEndObject();
            }
        );
    }

    private void WriteCall(CallState call, Action<Utf8JsonWriter> members) =>
        chunks.Write(json =>
        {
            json.WriteStartArray("tool_calls");
            json.WriteStartObject();
            json.WriteNumber("index", call.Index);
            members(json);
            json.WriteEndObject();
            json.WriteEndArray();
        });

    private void Finish(JsonField response)
    {
        isOver = true;
        chunks.Write(_ => { }, finishReason: FinishReason.From(response, calls.Count > 0));
        chunks.WriteEnd(response.Object("usage"));
    }

    private sealed class CallState(int index, bool isCustom)
    {
        public int Index => index;

        public bool IsCustom => isCustom;

        public bool HasInput { get; set; }
    }
}
