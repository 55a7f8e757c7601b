using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts a request of Messages to one of chat completions.</summary>
internal static class ChatRequestFromMessages
{
    private const int MaxStops = 4;

    // Fields that make an answer cheaper, faster or easier to trace, but not different, are left out and named instead.
    // What context_management would clear is sent in full: a longer prompt with nothing missing.
    private static readonly RefusedFields Fields = new(
        "chat completions",
        (
            "mcp_servers",
            "these tools are called by Anthropic itself. Let your client connect to the servers and send their tools as its own."
        ),
        ("container", "containers are kept by Anthropic. Choose a model whose provider speaks Messages."),
        ("inference_geo", "this model's provider takes no place to compute in. Choose a model whose provider speaks Messages.")
    );

    public static void Write(JsonField body, Utf8JsonWriter writer, TranslationContext context, FunctionNames names)
    {
        Fields.Check(body);
        writer.WriteStartObject();
        writer.WriteString("model", context.UpstreamModel);
        WriteMessages(body, writer, names);
        WriteLimit(body, writer, context);
        WriteSampling(body, writer, context.UpstreamModel);
        ChatToolsFromMessages.Write(body, writer, names);
        WriteFormat(body, writer);
        if (ReasoningEffort.From(body) is { } effort)
            WriteEffort(effort, body, writer, context.UpstreamModel);
        if (body["metadata"]?.Text("user_id") is { Length: > 0 } user)
            writer.WriteString("user", SafeId.For(user));
        WriteStream(body, writer);
        writer.WriteEndObject();
    }

    private static void WriteMessages(JsonField body, Utf8JsonWriter writer, FunctionNames names)
    {
        var messages = body.Need("messages");
        writer.WriteStartArray("messages");
        if (body["system"] is { } system)
            ChatMessagesFromTurns.WriteSystem(system, writer);
        var empty = writer.BytesCommitted + writer.BytesPending;
        foreach (var message in messages.Items())
            ChatMessagesFromTurns.Write(message, writer, names);
        if (writer.BytesCommitted + writer.BytesPending == empty && messages.Items().Any())
            throw messages.Refused($"{messages.Path} must have at least one message with content.");
        writer.WriteEndArray();
    }

    /// <summary>Clients ask for the limit of the model that they know, which may be more than this one takes.</summary>
    private static void WriteLimit(JsonField body, Utf8JsonWriter writer, TranslationContext context)
    {
        var asked = body["max_tokens"];
        var limit = asked?.Count();
        if (limit == 0)
            throw asked!.Refused("max_tokens 0 only fills Anthropic's prompt cache. Ask for at least one token.");
        if ((limit is { } own ? Math.Min(own, context.MaxOutput) : context.OutputLimit) is { } most)
            writer.WriteNumber(context.OutputLimitField, most);
    }

    private static void WriteSampling(JsonField body, Utf8JsonWriter writer, string model)
    {
        foreach (var name in (string[])["temperature", "top_p", "top_k"])
        {
            if (body[name] is not { } value)
                continue;
            if (IsTaken(name, value.Number(), model))
                writer.WriteField(name, value);
            else
                value.MarkLeftOut();
        }

        WriteStops(body["stop_sequences"], writer, model);
    }

    /// <summary>top_k is not part of OpenAI's protocol, whose models refuse it, but many other servers take it.</summary>
    private static bool IsTaken(string name, double value, string model) =>
        name == "top_k" ? !OpenAIModel.IsOne(model) : value == 1 || OpenAIModel.TakesSampling(model);

    /// <summary>OpenAI takes four. An empty one stops nothing.</summary>
    private static void WriteStops(JsonField? stops, Utf8JsonWriter writer, string model)
    {
        var texts = stops?.Items().Where(stop => stop.Text().Length > 0).ToList() ?? [];
        var most = OpenAIModel.IsOne(model) ? MaxStops : texts.Count;
        foreach (var further in texts.Skip(most))
            further.MarkLeftOut();
        if (texts.Count == 0)
            return;
        writer.WritePropertyName("stop");
        stops!.MarkOrigin(writer);
        writer.WriteStartArray();
        foreach (var text in texts.Take(most))
            writer.WriteStringValue(text.Text());
        writer.WriteEndArray();
    }

    private static void WriteEffort(string effort, JsonField body, Utf8JsonWriter writer, string model)
    {
        if (OpenAIModel.Reasons(model))
            writer.WriteString("reasoning_effort", effort);
        else
            (body["output_config"]?["effort"] ?? body["thinking"])?.MarkLeftOut();
    }

    /// <summary>The format is in output_config; a beta version had it in output_format.</summary>
    private static void WriteFormat(JsonField body, Utf8JsonWriter writer)
    {
        if ((body["output_config"]?["format"] ?? body["output_format"]) is not { } format)
            return;
        if (format.Need("type") is var type && type.Text() != "json_schema")
            throw type.Refused($"{type.Path} {type.Text()} is not known. Use json_schema.");
        var schema = format.Need("schema");
        writer.WriteStartObject("response_format");
        writer.WriteString("type", "json_schema");
        writer.WriteStartObject("json_schema");
        writer.WriteString("name", "answer");
        writer.WriteField("schema", schema);
        if (StrictSchema.Allows(schema.Value))
            writer.WriteBoolean("strict", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Usage is always requested: Messages cannot end a stream without it.</summary>
    private static void WriteStream(JsonField body, Utf8JsonWriter writer)
    {
        if (!body.Flag("stream"))
            return;
        writer.WriteBoolean("stream", true);
        writer.WriteStartObject("stream_options");
        writer.WriteBoolean("include_usage", true);
        writer.WriteEndObject();
    }
}
