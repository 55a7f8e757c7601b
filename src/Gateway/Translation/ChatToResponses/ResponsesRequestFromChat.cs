using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts a chat request to a Responses request.</summary>
internal static class ResponsesRequestFromChat
{
    /// <param name="limit">In tokens, where the client sets none.</param>
    public static void Write(Utf8JsonWriter json, JsonField body, string model, long? limit, FunctionNames names)
    {
        ChatFields.Refuse(body);
        json.WriteStartObject();
        json.WriteString("model", model);
        if (body.Flag("stream"))
            json.WriteBoolean("stream", true);
        new InputItemsFromChat(json, names).Write(body);
        new ResponsesToolsFromChat(json, names).Write(body);
        if ((Limit(body) ?? limit) is { } most)
            json.WriteNumber("max_output_tokens", most);
        foreach (var name in ChatFields.Carried)
            json.Carry(body, name);
        // A response is stored unless the request declines, in an account that all callers share.
        json.WriteBoolean("store", false);
        if (body.Flag("store"))
            body.Need("store").MarkLeftOut();
        WriteReasoning(json, body);
        WriteText(json, body);
        if (body.Flag("logprobs"))
            json.WriteRaw("include", """["message.output_text.logprobs"]"""u8);
        json.WriteEndObject();
    }

    /// <summary>The smaller limit where a client sends both.</summary>
    private static long? Limit(JsonField body) =>
        (body.Count("max_completion_tokens", 1), body.Count("max_tokens", 1)) switch
        {
            ({ } one, { } other) => Math.Min(one, other),
            var (one, other) => one ?? other,
        };

    private static void WriteReasoning(Utf8JsonWriter json, JsonField body)
    {
        var asked = ChatReasoning.Read(body);
        if (asked.Effort is not { } effort)
            return;
        json.WriteStartObject("reasoning");
        json.WriteText("effort", effort, asked.Origin!);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, JsonField body)
    {
        var (format, verbosity) = (body.Object("response_format"), body["verbosity"]);
        if (format is null && verbosity is null)
            return;
        json.WriteStartObject("text");
        if (format is { } wanted)
            WriteFormat(json, wanted);
        json.Carry(body, "verbosity");
        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, JsonField format)
    {
        json.WriteStartObject("format");
        switch (format.NeedText("type"))
        {
            case "text" or "json_object":
                json.WriteField("type", format.Need("type"));
                break;
            case "json_schema":
                var named = format.Need("json_schema");
                json.WriteString("type", "json_schema");
                json.WriteField("name", named.Need("name"));
                json.Carry(named, "description");
                json.WriteField("schema", named.Need("schema"));
                json.Carry(named, "strict");
                break;
            case var other:
                throw new UntranslatableException(
                    $"{format.Path}.type",
                    $"{format.Path}.type is '{other}'; send text, json_object or json_schema."
                );
        }

        json.WriteEndObject();
    }
}
