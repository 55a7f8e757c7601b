using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Writes a whole response as a chat completion.</summary>
internal sealed class CompletionFromResponse(CompletionHead head)
{
    private readonly List<string> texts = [];
    private readonly List<string> refusals = [];
    private readonly List<string> thoughts = [];
    private readonly List<byte[]> annotations = [];
    private readonly List<byte[]> logprobs = [];
    private readonly List<RawNode> calls = [];

    /// <exception cref="JsonException">It failed, or is no response.</exception>
    public void Write(Utf8JsonWriter json, RawNode response)
    {
        if (response.Text("status") == "failed" || response.Member("error") is not null)
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
        json.WriteString("finish_reason", FinishReason.Of(response, calls.Count > 0));
        json.WriteEndObject();
        json.WriteEndArray();
        if (response.Object("usage") is { } usage)
        {
            json.WritePropertyName("usage");
            ChatUsageFromResponse.Write(json, usage);
        }

        json.WriteEndObject();
    }

    private void Read(RawNode item)
    {
        switch (item.Text("type"))
        {
            case "message":
                foreach (var part in item.Array("content")?.Items() ?? [])
                    ReadPart(part);
                break;
            case "reasoning":
                thoughts.AddRange(ReasoningTexts.Of(item));
                break;
            case "function_call" or "custom_tool_call":
                calls.Add(item);
                break;
        }
    }

    private void ReadPart(RawNode part)
    {
        if (part.Text("refusal") is { } refusal)
            refusals.Add(refusal);
        if (part.Text("text") is { } text)
            texts.Add(text);
        annotations.AddRange((part.Array("annotations")?.Items() ?? []).Select(ChatCitation.Of).OfType<byte[]>());
        logprobs.AddRange((part.Array("logprobs")?.Items() ?? []).Select(token => token.Raw.ToArray()));
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", texts.Count == 0 ? null : string.Concat(texts));
        json.WriteString("refusal", refusals.Count == 0 ? null : string.Concat(refusals));
        if (thoughts.Count > 0)
            json.WriteString("reasoning_content", string.Join(ReasoningTexts.Between, thoughts));
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

    private static void WriteCall(Utf8JsonWriter json, RawNode call)
    {
        json.WriteStartObject();
        ChatCallFromItem.Write(json, call, withInput: true);
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
        WriteList(json, "content", logprobs);
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
