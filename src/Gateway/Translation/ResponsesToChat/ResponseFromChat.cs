using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Converts one chat answer to a response, streamed or whole. Holds the whole text, because a Responses stream repeats it at the end. A
/// whole answer is read as a stream of one piece whose events are not written.
/// </summary>
internal sealed class ResponseFromChat
{
    private readonly ResponseEcho echo;
    private readonly AnswerIds ids;
    private readonly ResponseEvents events = new();
    private readonly ResponseOutput output;
    private readonly ChatDeltaReader delta;
    private string model;
    private string? serviceTier;
    private string? finishReason;
    private byte[]? usage;
    private long createdAt;
    private string status = "in_progress";
    private bool hasBegun;

    /// <param name="echo">The members of the request that the response repeats.</param>
    public ResponseFromChat(TranslationContext context, ToolNames names, ResponseEcho echo)
    {
        (this.echo, ids) = (echo, new AnswerIds(context));
        output = new ResponseOutput(events, ids);
        delta = new ChatDeltaReader(output, names);
        (model, createdAt) = (context.AnswerModel, context.CreatedAt.ToUnixTimeSeconds());
    }

    public long NextSequence => events.NextSequence;

    private string? IncompleteReason =>
        finishReason switch
        {
            "length" => "max_output_tokens",
            "content_filter" => "content_filter",
            _ => null,
        };

    /// <summary>The next chunk.</summary>
    public void Read(JsonField chunk, IBufferWriter<byte> to)
    {
        if (IsOver)
            return;
        events.Output = to;
        ReadHead(chunk);
        if (!hasBegun)
            Begin();
        ReadChoice(chunk, "delta");
    }

    public void ReadWhole(JsonField answer)
    {
        ReadHead(answer);
        if (!ReadChoice(answer, "message"))
            throw new JsonException("The upstream's answer has no choices.");
        End();
    }

    /// <summary>The upstream has sent its terminal event.</summary>
    public void Finish(IBufferWriter<byte> to)
    {
        if (IsOver)
            return;
        events.Output = to;
        if (!hasBegun)
            Begin();
        End();
        if (status == "incomplete")
            events.Write("response.incomplete"u8, WritePlaced);
        else
            events.Write("response.completed"u8, WritePlaced);
    }

    public void WriteResponse(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", ids.Response);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", createdAt);
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        json.WriteNull("error");
        WriteIncomplete(json);
        json.WriteString("model", model);
        output.Write(json);
        echo.Write(json);
        json.WriteString("service_tier", serviceTier ?? "default");
        if (usage is not null)
            json.WriteRaw("usage", usage);
        json.WriteEndObject();
    }

    private bool IsOver => status != "in_progress";

    private void Begin()
    {
        hasBegun = true;
        events.Write("response.created"u8, WritePlaced);
        events.Write("response.in_progress"u8, WritePlaced);
    }

    private void End()
    {
        output.Close(isCut: IncompleteReason is not null);
        status = IncompleteReason is null ? "completed" : "incomplete";
    }

    private void ReadHead(JsonField chunk)
    {
        if (chunk["error"] is not null)
            throw new JsonException("The upstream's answer is an error.");
        if (!hasBegun)
        {
            model = chunk.Text("model") is { Length: > 0 } given ? given : model;
            createdAt = chunk.Seconds("created") ?? createdAt;
        }

        serviceTier = chunk.Text("service_tier") ?? serviceTier;
        if (chunk.Object("usage") is { } counted)
            usage = TranslatedJson.Write(json => ResponsesUsageFromChat.Write(json, counted));
    }

    /// <summary>Only one answer is ever requested.</summary>
    private bool ReadChoice(JsonField chunk, string name)
    {
        foreach (var choice in chunk["choices"]?.Items() ?? [])
        {
            if (choice.Count("index") is > 0)
                continue;
            if (choice.Object(name) is { } message)
                delta.Read(message, choice.Object("logprobs"));
            finishReason = choice.Text("finish_reason") ?? finishReason;
            return true;
        }

        return false;
    }

    private void WriteIncomplete(Utf8JsonWriter json)
    {
        if (status != "incomplete")
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString("reason", IncompleteReason);
        json.WriteEndObject();
    }

    private void WritePlaced(Utf8JsonWriter json)
    {
        json.WritePropertyName("response");
        WriteResponse(json);
    }
}
