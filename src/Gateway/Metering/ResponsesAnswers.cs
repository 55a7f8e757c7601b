using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>OpenAI's Responses: usage is in the response object, which a stream's terminal event contains.</summary>
internal sealed class ResponsesAnswers : AnswerFormat
{
    protected override AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        if (whole)
            return ReadResponse(ref json, meter, texts: true) ? AnswerEvent.Error : AnswerEvent.Content;

        var (kind, begins, failed, bytes, next) = (AnswerEvent.Content, false, false, 0, meter.Position.Sequence);
        string? message = null,
            code = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("type"u8))
                kind = ReadType(ref json, out begins);
            else if (json.ValueTextEquals("response"u8))
                failed |= json.EnterObject() && ReadResponse(ref json, meter, texts: false);
            else if (json.ValueTextEquals("sequence_number"u8))
                next = json.NextNumber();
            else if (json.ValueTextEquals("delta"u8))
                bytes += json.JsonOrTextBytes();
            else if (json.ValueTextEquals("item"u8))
                bytes += ReadItem(ref json, meter, begins);
            else if (json.ValueTextEquals("message"u8) && kind is AnswerEvent.Error)
                message = json.Text();
            else if (json.ValueTextEquals("code"u8) && kind is AnswerEvent.Error)
                code = json.Text();
            else if (json.ValueTextEquals("error"u8))
                failed |= ReadError(ref json, meter);
            else
                json.SkipValue();
        }

        if (bytes > 0)
            meter.AddText(0, bytes);
        meter.Finished |= kind is AnswerEvent.Done;
        if (failed || kind is AnswerEvent.Error)
            meter.Error ??= UpstreamError.From(message, code, MaxMessageLength);
        else
            meter.Position = meter.Position with { Sequence = next };
        return failed ? AnswerEvent.Error : kind;
    }

    /// <summary><c>type</c> is the first member of every event.</summary>
    private static AnswerEvent ReadType(ref Utf8JsonReader json, out bool begins)
    {
        begins = false;
        if (!json.EnterText())
            return AnswerEvent.Content;
        begins = json.ValueTextEquals("response.output_item.added"u8);
        if (json.ValueTextEquals("response.completed"u8) || json.ValueTextEquals("response.incomplete"u8))
            return AnswerEvent.Done;
        return json.ValueTextEquals("response.failed"u8) || json.ValueTextEquals("error"u8) ? AnswerEvent.Error : AnswerEvent.Content;
    }

    /// <summary>
    /// A call's name is output too; its arguments come as deltas. A hosted tool is called when its item begins; what it did stands in the
    /// item as it ends.
    /// </summary>
    private static int ReadItem(ref Utf8JsonReader json, AnswerMeter meter, bool begins)
    {
        var bytes = 0;
        if (!json.EnterObject())
            return 0;
        while (json.NextMember())
        {
            if (begins && json.ValueTextEquals("name"u8))
                bytes = json.TextBytes();
            else if (begins && json.ValueTextEquals("type"u8))
                ReadCallType(ref json, meter);
            else if (!begins && json.ValueTextEquals("action"u8))
                ReadAction(ref json, meter);
            else
                json.SkipValue();
        }

        return bytes;
    }

    private static void ReadCallType(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (json.EnterText() && CallCounter.FindItem(json) is >= 0 and var tool)
            meter.AddCall(tool);
    }

    private static void ReadAction(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
            if (json.ValueTextEquals("type"u8) && json.EnterText())
                meter.Calls?.TakeBackUnlessSearch(json);
            else if (json.TokenType == JsonTokenType.PropertyName)
                json.SkipValue();
    }

    /// <summary>True when the response failed.</summary>
    private static bool ReadResponse(ref Utf8JsonReader json, AnswerMeter meter, bool texts)
    {
        var failed = false;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("usage"u8))
                ChatAnswers.ReadUsage(ref json, meter);
            else if (json.ValueTextEquals("error"u8))
                failed |= ReadError(ref json, meter);
            else if (json.ValueTextEquals("output"u8))
                ReadOutput(ref json, meter, texts);
            else if (json.ValueTextEquals("service_tier"u8))
                meter.Tier = json.NextTier() ?? meter.Tier;
            else if (!texts && meter.Position.ResponseId is null && json.ValueTextEquals("id"u8))
                ReadId(ref json, meter);
            else
                AnswerIdentity.ReadOrSkip(ref json, meter.Identity);
        }

        return failed;
    }

    private static void ReadId(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (json.Text() is { } id)
            meter.Position = meter.Position with { ResponseId = id };
    }

    private static bool IsTextNext(Utf8JsonReader ahead) => ahead.Read() && ahead.TokenType == JsonTokenType.String;

    private static void ReadOutput(ref Utf8JsonReader json, AnswerMeter meter, bool texts)
    {
        if (!json.EnterArray())
            return;
        meter.IsAnswer = true;
        var depth = json.CurrentDepth;
        var bytes = 0;
        // A stream repeats its output at the end.
        var countsCalls = texts || meter.Calls is null;
        // In every type of item these members hold the output.
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (countsCalls && json.CurrentDepth == depth + 2 && json.ValueTextEquals("type"u8))
                ReadCallType(ref json, meter);
            else if (countsCalls && json.CurrentDepth == depth + 2 && json.ValueTextEquals("action"u8))
                ReadAction(ref json, meter);
            else if (
                json.ValueTextEquals("text"u8)
                || json.ValueTextEquals("refusal"u8)
                || json.ValueTextEquals("arguments"u8)
                || json.ValueTextEquals("name"u8)
                || json.ValueTextEquals("input"u8)
            )
                bytes += json.JsonOrTextBytes();
            else if (json.ValueTextEquals("content"u8) && IsTextNext(json))
                bytes += json.TextBytes();
        }

        // It counts then if nothing came as deltas.
        if (bytes > 0 && (texts || !meter.HasOutput))
            meter.AddText(0, bytes);
    }
}
