using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>Writes a <c>message</c> object and its members.</summary>
internal static class MessagesJson
{
    public static void WriteWhole(IBufferWriter<byte> output, MessagesAnswer answer)
    {
        WriteHead(output, answer);
        for (var part = 0; part < answer.Parts.Count; part++)
        {
            if (part > 0)
                output.Write(","u8);
            WriteBlock(output, answer, part, answer.Parts[part].Content.Span, whole: true);
        }

        output.Write("""],"stop_reason":"""u8);
        WriteStop(output, answer);
        WriteUsage(output, answer, answer.Usage.Completion, answer.Usage.Reasoning);
        output.Write("}"u8);
    }

    /// <summary>The message at the start of a stream: empty, with one output token.</summary>
    public static void WriteStarted(IBufferWriter<byte> output, MessagesAnswer answer)
    {
        WriteHead(output, answer);
        output.Write("""],"stop_reason":null,"stop_sequence":null"""u8);
        WriteUsage(output, answer, completion: 1, thinking: 0);
        output.Write("}"u8);
    }

    /// <param name="whole">False for a stream, which opens its blocks empty and sends their input later.</param>
    public static void WriteBlock(IBufferWriter<byte> output, MessagesAnswer answer, int part, ReadOnlySpan<byte> said, bool whole)
    {
        switch (answer.Parts[part].Kind)
        {
            case PartKind.Reasoning:
                output.Write("""{"type":"thinking","thinking":"""u8);
                output.WriteJsonString(said);
                output.Write(""","signature":"""u8);
                output.WriteJsonString(whole ? MessagesAnswer.Signature : "");
                break;
            case PartKind.Text:
                output.Write("""{"type":"text","text":"""u8);
                output.WriteJsonString(said);
                break;
            default:
                output.Write("""{"type":"tool_use","id":"""u8);
                output.WriteJsonString(answer.CallId(part));
                output.Write(""","name":"""u8);
                output.WriteJsonString(answer.Parts[part].Tool);
                output.Write(""","input":"""u8);
                // An input that was truncated at the token limit is not JSON.
                output.Write(whole && answer.StopReason != "max_tokens" ? said : "{}"u8);
                break;
        }

        output.Write("}"u8);
    }

    public static void WriteStop(IBufferWriter<byte> output, MessagesAnswer answer)
    {
        output.WriteJsonString(answer.StopReason);
        output.Write(""","stop_sequence":"""u8);
        output.WriteJsonString(answer.StopSequence);
    }

    /// <summary>
    /// The member <c>usage</c>, or nothing; it has more members within a message than at the end of a stream. Unlike OpenAI's,
    /// <c>input_tokens</c> excludes tokens read from or written to the cache.
    /// </summary>
    public static void WriteUsage(IBufferWriter<byte> output, MessagesAnswer answer, long completion, long thinking, bool inMessage = true)
    {
        if (!answer.IncludesUsage)
            return;
        var usage = answer.Usage;
        output.Write(""","usage":{"input_tokens":"""u8);
        output.WriteNumber(usage.Prompt - usage.Cached - usage.CacheWritten);
        output.Write(""","cache_creation_input_tokens":"""u8);
        output.WriteNumber(usage.CacheWritten);
        output.Write(""","cache_read_input_tokens":"""u8);
        output.WriteNumber(usage.Cached);
        if (inMessage)
        {
            output.Write(""","cache_creation":{"ephemeral_5m_input_tokens":"""u8);
            output.WriteNumber(usage.CacheWritten);
            output.Write(",\"ephemeral_1h_input_tokens\":0},\"service_tier\":\"standard\""u8);
        }

        output.Write(""","output_tokens":"""u8);
        output.WriteNumber(completion);
        output.Write(""","output_tokens_details":{"thinking_tokens":"""u8);
        output.WriteNumber(thinking);
        output.Write("}}"u8);
    }

    private static void WriteHead(IBufferWriter<byte> output, MessagesAnswer answer)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(answer.Id);
        output.Write(""","type":"message","role":"assistant","model":"""u8);
        output.WriteJsonString(answer.Model);
        output.Write(""","content":["""u8);
    }
}
