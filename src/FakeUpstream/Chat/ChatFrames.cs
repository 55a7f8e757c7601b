using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>
/// Writes an answer as <c>chat.completion.chunk</c> events. The part that all events of a stream share is encoded once.
/// </summary>
/// <param name="withUsage">
/// Whether usage is sent. In a stream it is the last chunk; all others then have <c>"usage":null</c>, like OpenAI's.
/// </param>
internal sealed class ChatFrames(ChatAnswer answer, bool withUsage) : IFrames
{
    private readonly ReadOnlyMemory<byte> head = Head(answer);

    public int Choices => answer.Choices;

    public IReadOnlyList<Part> Parts { get; } = [.. answer.Answer.VisibleParts];

    public TokenCounts Usage => answer.Usage;

    public bool IncludesUsage(AnswerForm form) => withUsage;

    public void WriteWhole(IBufferWriter<byte> output) => ChatJson.Write(output, answer, withUsage);

    public void WriteStart(IBufferWriter<byte> output) { }

    public void WriteDone(IBufferWriter<byte> output) => output.Write("data: [DONE]\n\n"u8);

    public void WriteBroken(IBufferWriter<byte> output)
    {
        output.Write(head.Span);
        output.Write("""{"index":0,"delta":{"cont"""u8);
        output.Write("\n\n"u8);
    }

    /// <summary>The opening event of a choice, or of a further call in it: the role, and the name of the called tool.</summary>
    public void WriteOpening(IBufferWriter<byte> output, int part, int choice)
    {
        BeginDelta(output, choice);
        if (Parts[part].Tool is not { } tool)
        {
            output.Write("""{"role":"assistant","content":"","refusal":null"""u8);
        }
        else
        {
            output.Write(part == 0 ? """{"role":"assistant","content":null,"tool_calls":[{"index":"""u8 : """{"tool_calls":[{"index":"""u8);
            output.WriteNumber(part);
            output.Write(""","id":"""u8);
            output.WriteJsonString(answer.CallId(part, choice));
            output.Write(""","type":"function","function":{"name":"""u8);
            output.WriteJsonString(tool);
            output.Write(part == 0 ? ""","arguments":""}}],"refusal":null"""u8 : ""","arguments":""}}]"""u8);
        }

        EndDelta(output);
    }

    /// <summary>A piece of the text, or of the arguments of the tool.</summary>
    public void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8)
    {
        BeginDelta(output, choice);
        var toTool = Parts[part].Tool is not null;
        output.Write(toTool ? """{"tool_calls":[{"index":"""u8 : """{"content":"""u8);
        if (toTool)
        {
            output.WriteNumber(part);
            output.Write(""","function":{"arguments":"""u8);
        }

        output.WriteJsonString(utf8);
        if (toTool)
            output.Write("}}]"u8);
        EndDelta(output);
    }

    public void WriteClosing(IBufferWriter<byte> output, int part, int choice)
    {
        if (part < Parts.Count - 1)
            return;
        BeginDelta(output, choice);
        output.Write("""{},"logprobs":null,"finish_reason":"""u8);
        output.WriteJsonString(answer.FinishReason);
        output.Write("}]"u8);
        End(output);
    }

    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (!withUsage)
            return;
        output.Write(head.Span);
        output.Write("""],"usage":"""u8);
        ChatJson.WriteUsage(output, answer.Usage);
        output.Write("}\n\n"u8);
    }

    public void WriteError(IBufferWriter<byte> output, bool started)
    {
        output.Write("data: "u8);
        OpenAIError.ServerFailure.WriteTo(output);
        output.Write("\n\n"u8);
    }

    private void BeginDelta(IBufferWriter<byte> output, int choice)
    {
        output.Write(head.Span);
        output.Write("""{"index":"""u8);
        output.WriteNumber(choice);
        output.Write(""","delta":"""u8);
    }

    private void EndDelta(IBufferWriter<byte> output)
    {
        output.Write("""},"logprobs":null,"finish_reason":null}]"""u8);
        End(output);
    }

    private void End(IBufferWriter<byte> output) => output.Write(withUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8);

    private static ReadOnlyMemory<byte> Head(ChatAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("""data: {"id":"""u8);
        output.WriteJsonString(answer.Id);
        output.Write(""","object":"chat.completion.chunk","created":"""u8);
        output.WriteNumber(answer.Created);
        output.Write(""","model":"""u8);
        output.WriteJsonString(answer.Model);
        output.Write(""","service_tier":"default","system_fingerprint":"""u8);
        output.WriteJsonString(ChatAnswer.Fingerprint);
        output.Write(""","choices":["""u8);
        return output.WrittenMemory;
    }
}
