using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>
/// Anthropic's Messages. Its input tokens do not include those of the cache; ours, as OpenAI's, do. A stream has the input at its
/// start and the output at its end.
/// </summary>
internal sealed class MessagesAnswers : AnswerFormat
{
    private const int EmptyObject = 2;

    private static readonly byte[] Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8.ToArray();

    public override ReadOnlyMemory<byte> TerminalEvent => Stop;

    public override bool UsageIsDue(AnswerEvent kind, bool finishes) => finishes;

    protected override AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        var (kind, bytes, failed) = (AnswerEvent.Content, 0, false);
        while (json.NextMember())
        {
            if (json.ValueTextEquals("type"u8))
                kind = ReadType(ref json);
            else if (json.ValueTextEquals("message"u8))
                ReadStart(ref json, meter);
            else if (json.ValueTextEquals("content_block"u8) || json.ValueTextEquals("content"u8) && whole)
                bytes += ReadTexts(ref json, meter, whole);
            else if (json.ValueTextEquals("delta"u8))
                bytes += ReadDelta(ref json, meter);
            else if (json.ValueTextEquals("usage"u8))
                ReadUsage(ref json, meter, isStart: false);
            else if (json.ValueTextEquals("error"u8))
                failed |= ReadError(ref json, meter);
            else
                AnswerIdentity.ReadOrSkip(ref json, meter.Identity);
        }

        if (bytes > 0)
            meter.AddText(0, bytes);
        return failed ? AnswerEvent.Error : kind;
    }

    private static AnswerEvent ReadType(ref Utf8JsonReader json) =>
        json.EnterText() && json.ValueTextEquals("message_stop"u8) ? AnswerEvent.Done : AnswerEvent.Content;

    private static void ReadStart(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("usage"u8))
                ReadUsage(ref json, meter, isStart: true);
            else
                AnswerIdentity.ReadOrSkip(ref json, meter.Identity);
        }
    }

    /// <summary>
    /// One block as a stream opens it, or the list of all, or a text in its place. The input of a call is an object: its raw JSON counts,
    /// except for the empty one with which a stream opens a call.
    /// </summary>
    private static int ReadTexts(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        var ahead = json;
        if (!ahead.Read() || ahead.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            meter.IsAnswer |= ahead.TokenType == JsonTokenType.String;
            return json.TextBytes();
        }

        json.Read();
        meter.IsAnswer = true;
        var (bytes, depth, isHosted) = (0, json.CurrentDepth, false);
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("text"u8) || json.ValueTextEquals("thinking"u8))
                bytes += json.TextBytes();
            else if (json.ValueTextEquals("type"u8))
                isHosted = json.EnterText() && json.ValueTextEquals("server_tool_use"u8);
            else if (json.ValueTextEquals("name"u8))
                bytes += ReadName(ref json, meter, isHosted);
            else if (json.ValueTextEquals("input"u8))
                bytes += json.JsonOrTextBytes() is var input && (whole || input > EmptyObject) ? input : 0;
        }

        return bytes;
    }

    /// <summary>Of a tool that is called. A block has its type first.</summary>
    private static int ReadName(ref Utf8JsonReader json, AnswerMeter meter, bool isHosted)
    {
        var ahead = json;
        if (isHosted && ahead.EnterText() && CallCounter.FindName(ahead) is >= 0 and var tool)
            meter.AddCall(tool);
        return json.TextBytes();
    }

    private static int ReadDelta(ref Utf8JsonReader json, AnswerMeter meter)
    {
        var bytes = 0;
        if (!json.EnterObject())
            return 0;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("text"u8) || json.ValueTextEquals("thinking"u8) || json.ValueTextEquals("partial_json"u8))
                bytes += json.JsonOrTextBytes();
            else if (json.ValueTextEquals("stop_reason"u8))
                meter.ReadFinish(ref json);
            else
                json.SkipValue();
        }

        return bytes;
    }

    /// <summary>Counts that the last event leaves out were in the first.</summary>
    private static void ReadUsage(ref Utf8JsonReader json, AnswerMeter meter, bool isStart)
    {
        if (!json.EnterObject())
            return;
        var claim = UsageClaim.Read(ref json);
        meter.Note(isStart ? claim.BeforeCalls() : claim);
        var usage = claim.Resolve(meter.KnownInput ?? TokenUsage.None, out var doubt);
        if (!isStart)
            meter.Report(claim.IsEmpty ? null : usage, doubt);
        else if (doubt is null && !claim.IsEmpty)
            meter.KnownInput = usage with { Output = 0, Reasoning = 0 };
    }
}
