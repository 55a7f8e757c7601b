using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>Chat completions, and the legacy completions, whose choices have a <c>text</c> instead of a message.</summary>
internal sealed class ChatAnswers : AnswerFormat
{
    private const int MaxChoices = 128;
    private const int AudioCharactersPerToken = 3_200;
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public override ReadOnlyMemory<byte> TerminalEvent => Done;

    protected override ReadOnlySpan<byte> Mark => "[DONE]"u8;

    protected override AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        bool anyChoice = false,
            anyUsage = false,
            anyError = false,
            isError = false;
        string? message = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("choices"u8))
                anyChoice |= ReadChoices(ref json, meter);
            else if (json.ValueTextEquals("usage"u8))
                anyUsage |= ReadUsage(ref json, meter);
            else if (json.ValueTextEquals("error"u8))
                anyError |= ReadError(ref json, meter);
            else if (json.ValueTextEquals("object"u8))
                isError = json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals("error"u8);
            else if (isError && json.ValueTextEquals("message"u8))
                message = json.Text();
            else if (json.ValueTextEquals("service_tier"u8))
                meter.Tier = json.NextTier() ?? meter.Tier;
            else
                AnswerIdentity.ReadOrSkip(ref json, meter.Identity);
        }

        // vLLM and Mistral: the event itself is the error.
        if (isError && !anyError)
            meter.Error = UpstreamError.From(message, null, MaxMessageLength);
        return anyError || isError ? AnswerEvent.Error
            : anyUsage && !anyChoice && !whole ? AnswerEvent.UsageOnly
            : AnswerEvent.Content;
    }

    private static bool ReadChoices(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterArray())
            return false;
        meter.IsAnswer = true;
        var any = false;
        for (var position = 0; json.Read() && json.TokenType == JsonTokenType.StartObject; position++, any = true)
            ReadChoice(ref json, meter, Math.Min(position, MaxChoices));
        return any;
    }

    private static void ReadChoice(ref Utf8JsonReader json, AnswerMeter meter, int position)
    {
        var (index, bytes) = (position, 0);
        while (json.NextMember())
        {
            if (json.ValueTextEquals("delta"u8) || json.ValueTextEquals("message"u8))
                bytes += ReadMessage(ref json, meter);
            else if (json.ValueTextEquals("text"u8))
                bytes += json.ContentBytes();
            else if (json.ValueTextEquals("finish_reason"u8))
                meter.ReadFinish(ref json);
            else if (json.ValueTextEquals("index"u8))
                index = json.Read() && json.TryGetInt32(out var given) && given is >= 0 and < MaxChoices ? given : position;
            else
                json.SkipValue();
        }

        if (bytes > 0)
            meter.AddText(index, bytes);
    }

    /// <summary>Bytes of UTF-8 of everything the model wrote in this message: text, refusal, thoughts, tool calls. Sound is counted apart.</summary>
    private static int ReadMessage(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterObject())
            return 0;
        var bytes = 0;
        while (json.NextMember())
        {
            if (
                json.ValueTextEquals("content"u8)
                || json.ValueTextEquals("refusal"u8)
                || json.ValueTextEquals("reasoning_content"u8)
                || json.ValueTextEquals("reasoning"u8)
            )
                bytes += json.ContentBytes();
            else if (json.ValueTextEquals("tool_calls"u8) || json.ValueTextEquals("function_call"u8))
                bytes += ReadCalls(ref json);
            else if (json.ValueTextEquals("audio"u8))
                bytes += ReadAudio(ref json, meter);
            else
                json.SkipValue();
        }

        return bytes;
    }

    /// <summary>
    /// Sound in Base64, and its words. A token is 50 ms: of PCM with 24,000 samples of two bytes a second 3,200 characters, the only format of
    /// a stream; of others fewer, so that these are counted low.
    /// </summary>
    private static int ReadAudio(ref Utf8JsonReader json, AnswerMeter meter)
    {
        var bytes = 0;
        if (!json.EnterObject())
            return 0;
        while (json.NextMember())
            if (json.ValueTextEquals("data"u8))
                meter.CountedAudio += (json.TextBytes() + AudioCharactersPerToken - 1) / AudioCharactersPerToken;
            else if (json.ValueTextEquals("transcript"u8))
                bytes += json.TextBytes();
            else
                json.SkipValue();
        return bytes;
    }

    /// <summary>Names and arguments of the calls, at whatever depth this vendor puts them.</summary>
    private static int ReadCalls(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return 0;
        var (bytes, depth) = (0, json.CurrentDepth);
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("name"u8) || json.ValueTextEquals("arguments"u8) || json.ValueTextEquals("input"u8))
                bytes += json.JsonOrTextBytes();
        }

        return bytes;
    }

    /// <summary>False where it is null, as in most chunks.</summary>
    internal static bool ReadUsage(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterObject())
            return false;
        var claim = UsageClaim.Read(ref json);
        meter.Note(claim);
        var usage = claim.Resolve(out var doubt);
        meter.Report(claim.IsEmpty ? null : usage, doubt);
        return true;
    }
}
