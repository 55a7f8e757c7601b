using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Writes the settings of the answer: reasoning, format, length, sampling.</summary>
internal static class ChatSettings
{
    private const string LogprobsIncluded = "message.output_text.logprobs";

    /// <param name="limitField">The field in which the upstream takes a limit of tokens.</param>
    /// <param name="limit">In tokens, where the client sets none.</param>
    public static void Write(Utf8JsonWriter json, JsonField body, string limitField, long? limit)
    {
        if ((body.Count("max_output_tokens", 1) ?? limit) is { } most)
            json.WriteNumber(limitField, most);
        foreach (var name in ResponsesFields.Carried)
            json.Carry(body, name);
        if (body.Object("reasoning") is { } reasoning)
            json.Carry(reasoning, "effort", "reasoning_effort");
        if (body.Object("text") is { } text)
            WriteText(json, text);
        WriteLogprobs(json, body);
        // "disabled" asks that the conversation is not shortened, which no chat upstream does.
        if (body["truncation"] is { } truncation && !truncation.Is("disabled"))
            truncation.MarkLeftOut();
    }

    private static void WriteText(Utf8JsonWriter json, JsonField text)
    {
        json.Carry(text, "verbosity");
        if (text.Object("format") is not { } format)
            return;
        switch (format.NeedText("type"))
        {
            case "text":
                break;
            case "json_object":
                json.WritePropertyName("response_format");
                format.MarkOrigin(json);
                json.WriteRawValue("""{"type":"json_object"}"""u8, skipInputValidation: true);
                break;
            case "json_schema":
                WriteSchema(json, format);
                break;
            case var other:
                throw new UntranslatableException(
                    $"{format.Path}.type",
                    $"{format.Path}.type is '{other}'; send text, json_object or json_schema."
                );
        }
    }

    private static void WriteSchema(Utf8JsonWriter json, JsonField format)
    {
        json.WriteStartObject("response_format");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("json_schema");
        json.WriteField("name", format.Need("name"));
        json.Carry(format, "description");
        json.WriteField("schema", format.Need("schema"));
        json.Carry(format, "strict");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLogprobs(Utf8JsonWriter json, JsonField body)
    {
        var top = body.Count("top_logprobs") ?? 0;
        var included = body.Array("include");
        // Other values add members to items that a chat does not have.
        if (included?.Items().Any(each => !each.Is(LogprobsIncluded)) is true)
            included.MarkLeftOut();
        if (top == 0 && included?.Items().Any(each => each.Is(LogprobsIncluded)) is not true)
            return;
        json.WriteBoolean("logprobs", true);
        if (top > 0)
            json.WriteNumber("top_logprobs", top);
    }
}
