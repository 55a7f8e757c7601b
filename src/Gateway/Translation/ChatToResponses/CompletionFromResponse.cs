using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts a whole response to a chat completion.</summary>
internal sealed class CompletionFromResponse(CompletionHead head, FunctionNames names)
{
    private readonly List<string> texts = [];
    private readonly List<string> refusals = [];
    private readonly List<string> reasoning = [];
    private readonly List<byte[]> annotations = [];
    private readonly List<JsonField> logprobs = [];
    private readonly List<JsonField> calls = [];

    /// <exception cref="JsonException">The response failed, or it is none.</exception>
    public void Write(Utf8JsonWriter json, JsonField response)
    {
        if (response.Text("status") == "failed" || response["error"] is not null)
            throw new JsonException("The upstream's response failed.");
        head.Read(response);
        foreach (var item in response.Need("output").Items())
            Read(item);
        json.WriteStartObject();
        head.Write(json, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json);
        WriteLogprobs(json);
        json.WriteString("finish_reason", FinishReason.From(response, calls.Count > 0));
        json.WriteEndObject();
        json.WriteEndArray();
        if (response.Object("usage") is { } usage)
        {
            json.WritePropertyName("usage");
            ChatUsageFromResponse.Write(json, usage);
        }

        json.WriteEndObject();
    }

    private void Read(JsonField item)
    {
        switch (item.Text("type"))
        {
            case "message" when item["content"] is { IsText: true } text:
                texts.Add(text.Text());
                break;
            case "message":
                foreach (var part in item.Items("content"))
                    ReadPart(part);
                break;
            case "reasoning":
                reasoning.AddRange(ReasoningTexts.From(item));
                break;
            case "function_call" or "custom_tool_call":
                calls.Add(item);
                break;
        }
    }

    private void ReadPart(JsonField part)
    {
        if (part.Text("refusal") is { } refusal)
            refusals.Add(refusal);
        if (part.Text("text") is { } text)
            texts.Add(text);
        annotations.AddRange(part.Items("annotations").Select(ChatCitation.From).OfType<byte[]>());
        logprobs.AddRange(part.Items("logprobs"));
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteLongString("content", texts.Count == 0 ? null : string.Concat(texts.ToArray()));
        json.WriteLongString("refusal", refusals.Count == 0 ? null : string.Concat(refusals.ToArray()));
        if (reasoning.Count > 0)
            json.WriteLongString("reasoning_content", string.Join(ReasoningTexts.Separator, reasoning));
        if (annotations.Count > 0)
            WriteList(json, "annotations", annotations);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
                WriteCall(json, call);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteCall(Utf8JsonWriter json, JsonField call)
    {
        json.WriteStartObject();
        ChatCallFromItem.Write(json, call, names, withInput: true);
        json.WriteEndObject();
    }

    private void WriteLogprobs(Utf8JsonWriter json)
    {
        if (logprobs.Count == 0)
        {
            json.WriteNull("logprobs");
            return;
        }

        json.WriteStartObject("logprobs");
        TokenLogprobs.WriteList(json, "content", logprobs);
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, List<byte[]> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteRawValue(value, skipInputValidation: true);
        json.WriteEndArray();
    }
}
