using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>Writes an answer as the events of Anthropic's Messages API.</summary>
internal sealed class MessagesFrames(MessagesAnswer answer) : IFrames
{
    public int Choices => 1;

    public IReadOnlyList<Part> Parts => answer.Parts;

    public TokenCounts Usage => answer.Usage;

    public bool IncludesUsage(AnswerForm form) => answer.IncludesUsage;

    public void WriteWhole(IBufferWriter<byte> output) => MessagesJson.WriteWhole(output, answer);

    public void WriteStart(IBufferWriter<byte> output)
    {
        output.Write("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"u8);
        MessagesJson.WriteStarted(output, answer);
        End(output);
    }

    /// <summary>A ping follows the first block, as at Anthropic.</summary>
    public void WriteOpening(IBufferWriter<byte> output, int part, int choice)
    {
        output.Write("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.WriteNumber(part);
        output.Write(""","content_block":"""u8);
        MessagesJson.WriteBlock(output, answer, part, default, whole: false);
        End(output);
        if (part == 0)
            output.Write("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);
    }

    public void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8)
    {
        BeginDelta(output, part);
        output.Write(
            answer.Parts[part].Kind switch
            {
                PartKind.Reasoning => """{"type":"thinking_delta","thinking":"""u8,
                PartKind.Text => """{"type":"text_delta","text":"""u8,
                _ => """{"type":"input_json_delta","partial_json":"""u8,
            }
        );
        output.WriteJsonString(utf8);
        output.Write("}"u8);
        End(output);
    }

    public void WriteClosing(IBufferWriter<byte> output, int part, int choice)
    {
        if (answer.Parts[part].Kind == PartKind.Reasoning)
        {
            BeginDelta(output, part);
            output.Write("""{"type":"signature_delta","signature":"""u8);
            output.WriteJsonString(MessagesAnswer.Signature);
            output.Write("}"u8);
            End(output);
        }

        output.Write("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.WriteNumber(part);
        End(output);
    }

    public void WriteEnd(IBufferWriter<byte> output)
    {
        output.Write("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"u8);
        MessagesJson.WriteStop(output, answer);
        output.Write("}"u8);
        MessagesJson.WriteUsage(output, answer, answer.Usage.Completion, answer.Usage.Reasoning, inMessage: false);
        End(output);
    }

    public void WriteDone(IBufferWriter<byte> output) => output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);

    public void WriteBroken(IBufferWriter<byte> output) =>
        output.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\n\n"u8);

    public void WriteError(IBufferWriter<byte> output, bool started)
    {
        output.Write("event: error\ndata: "u8);
        AnthropicError.Write(output, AnthropicError.Overloaded, requestId: null);
        output.Write("\n\n"u8);
    }

    private static void BeginDelta(IBufferWriter<byte> output, int part)
    {
        output.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.WriteNumber(part);
        output.Write(""","delta":"""u8);
    }

    private static void End(IBufferWriter<byte> output) => output.Write("}\n\n"u8);
}
