using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// One turn of the model, which is one message in chat and several items in Responses: reasoning, text, calls.
/// </summary>
internal sealed class AssistantTurn(ToolNames names)
{
    private readonly List<JsonField> texts = [];
    private readonly List<string> refusals = [];
    private readonly List<JsonField> reasoning = [];
    private readonly List<(ToolName Tool, JsonField Item, int At)> calls = [];

    public bool IsEmpty => texts.Count == 0 && refusals.Count == 0 && calls.Count == 0;

    /// <summary>A further text is a further message, except between a call and its result, where chat allows none.</summary>
    public bool TakesText => calls.Count > 0 || IsEmpty;

    public IEnumerable<(string Id, int At)> Calls => calls.Select(call => (call.Item.NeedText("call_id"), call.At));

    public void Say(JsonField content)
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
                texts.Add(part.NeedTextField("text"));
            else
                throw new UntranslatableException(
                    $"{part.Path}.type",
                    $"{part.Path} is of type '{part.Text("type")}'; an assistant message can hold output_text and refusal."
                );
        }
    }

    /// <summary>
    /// Reasoning in plain text comes from a chat upstream by way of this translation, and goes back in the field that it came in: some
    /// models demand it within a turn of tools. Encrypted reasoning was written by another model and can be read by that model only.
    /// </summary>
    public void AddReasoning(JsonField item)
    {
        if (item["encrypted_content"] is { } encrypted)
        {
            encrypted.MarkLeftOut();
            return;
        }

        var parts = item.Array("content") is { } content && content.Items().Any() ? content : item.Array("summary");
        reasoning.AddRange(parts?.Items().Select(TextOf) ?? []);
    }

    private static JsonField TextOf(JsonField part)
    {
        // Reasoning and summary texts count alike; reading the type marks it as carried.
        _ = part["type"];
        return part.Need("text");
    }

    /// <summary>A turn of reasoning alone is no message in chat.</summary>
    public void LeaveOut() => reasoning.ForEach(thought => thought.MarkLeftOut());

    public void Call(ToolName tool, JsonField item, int at) => calls.Add((tool, item, at));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        WriteTexts(json);
        if (refusals.Count > 0)
            json.WriteString("refusal", string.Join('\n', refusals));
        if (reasoning.Count > 0)
            json.WriteText(
                "reasoning_content",
                string.Join(ReasoningTexts.Separator, reasoning.Select(thought => thought.Text())),
                reasoning[0]
            );
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
            json.WriteField("content", texts[0]);
            return;
        }

        json.WriteStartArray("content");
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteField("text", text);
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
            CallId.Write(json, "id", item.Need("call_id"));
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
