using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// What the model said in one go, which is one message in chat and several items in Responses: thoughts, text, calls.
/// </summary>
internal sealed class AssistantTurn(ToolNames names)
{
    private readonly List<RawNode> texts = [];
    private readonly List<string> refusals = [];
    private readonly List<RawNode> thoughts = [];
    private readonly List<(ToolName Tool, RawNode Item, int At)> calls = [];

    public bool IsEmpty => texts.Count == 0 && refusals.Count == 0 && calls.Count == 0;

    /// <summary>A further text is a further message, except between a call and its result, where none may stand.</summary>
    public bool TakesText => calls.Count > 0 || IsEmpty;

    public IEnumerable<(string Id, int At)> Calls => calls.Select(call => (call.Item.NeedText("call_id"), call.At));

    public void Say(RawNode content)
    {
        if (content.IsText)
        {
            texts.Add(content);
            return;
        }

        foreach (var part in content.Items())
        {
            if (part.NeedText("type") == "refusal")
                refusals.Add(part.NeedText("refusal"));
            else if (ChatPartFromItem.IsText(part))
                texts.Add(ChatPartFromItem.NeedText(part));
            else
                throw new UntranslatableException($"{part.Path}.type",
                    $"{part.Path} is of type '{part.Text("type")}'; an assistant message can hold output_text and refusal.");
        }
    }

    /// <summary>
    /// ReasoningTexts in plain text are those of a chat upstream, told to the client by this translation: they go back in the word they came in,
    /// which some models demand within a turn of tools. Encrypted ones were written for another model, and nobody else can read them.
    /// </summary>
    public void Think(RawNode reasoning)
    {
        if (reasoning.Member("encrypted_content") is { } encrypted)
        {
            encrypted.LeaveOut();
            return;
        }

        var told = reasoning.Array("content") is { } content && content.Items().Any() ? content : reasoning.Array("summary");
        thoughts.AddRange(told?.Items().Select(TextOf) ?? []);
    }

    private static RawNode TextOf(RawNode part)
    {
        // Whatever kind of text it is, it is a thought.
        part.Member("type");
        return part.Need("text");
    }

    /// <summary>Reasoning that no message follows has no place in a chat.</summary>
    public void LeaveOut() => thoughts.ForEach(thought => thought.LeaveOut());

    public void Call(ToolName tool, RawNode item, int at) => calls.Add((tool, item, at));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        WriteTexts(json);
        if (refusals.Count > 0)
            json.WriteString("refusal", string.Join('\n', refusals));
        if (thoughts.Count > 0)
            json.WriteText("reasoning_content", string.Join(ReasoningTexts.Between, thoughts.Select(thought => thought.AsText())), thoughts[0]);
        if (calls.Count > 0)
            WriteCalls(json);
        json.WriteEndObject();
    }

    private void WriteTexts(Utf8JsonWriter json)
    {
        if (texts.Count == 0)
        {
            json.WriteNull("content");
            return;
        }

        if (texts.Count == 1)
        {
            json.WriteRaw("content", texts[0]);
            return;
        }

        json.WriteStartArray("content");
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteRaw("text", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCalls(Utf8JsonWriter json)
    {
        json.WriteStartArray("tool_calls");
        foreach (var (tool, item, _) in calls)
        {
            json.WriteStartObject();
            json.WriteRaw("id", item.Need("call_id"));
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", names.ToChat(tool));
            CallArguments.Write(json, tool.Kind, item);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
