using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Chat;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Completions;

/// <summary>Writes an answer as <c>text_completion</c> objects: one, or one for each delta.</summary>
/// <param name="withUsage">Whether usage is sent; in a stream like a chat's.</param>
internal sealed class CompletionFrames(Composition composition, string model, int choices, bool withUsage) : IFrames
{
    public int Choices => choices;

    public IReadOnlyList<Part> Parts { get; } = [.. composition.Answer.VisibleParts];

    public TokenCounts Usage => composition.Usage;

    private string FinishReason => composition.Answer.Truncated ? "length" : "stop";

    public bool IncludesUsage(AnswerForm form) => withUsage;

    public void WriteWhole(IBufferWriter<byte> output)
    {
        WriteHead(output);
        for (var choice = 0; choice < choices; choice++)
        {
            if (choice > 0)
                output.Write(","u8);
            WriteChoice(output, choice, composition.Answer.Content.Span, FinishReason);
        }

        output.Write("]"u8);
        if (withUsage)
            WriteUsage(output);
        output.Write("}"u8);
    }

    public void WriteStart(IBufferWriter<byte> output) { }

    public void WriteOpening(IBufferWriter<byte> output, int part, int choice) { }

    public void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8) =>
        WriteChunk(output, choice, utf8, null);

    public void WriteClosing(IBufferWriter<byte> output, int part, int choice) => WriteChunk(output, choice, default, FinishReason);

    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (!withUsage)
            return;
        output.Write("data: "u8);
        WriteHead(output);
        output.Write("]"u8);
        WriteUsage(output);
        output.Write("}\n\n"u8);
    }

    public void WriteDone(IBufferWriter<byte> output) => output.Write("data: [DONE]\n\n"u8);

    public void WriteBroken(IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        WriteHead(output);
        output.Write("{\"te\n\n"u8);
    }

    public void WriteError(IBufferWriter<byte> output, bool started)
    {
        output.Write("data: "u8);
        OpenAIError.ServerFailure.WriteTo(output);
        output.Write("\n\n"u8);
    }

    private void WriteChunk(IBufferWriter<byte> output, int choice, ReadOnlySpan<byte> text, string? finishReason)
    {
        output.Write("data: "u8);
        WriteHead(output);
        WriteChoice(output, choice, text, finishReason);
        output.Write(withUsage ? "],\"usage\":null}\n\n"u8 : "]}\n\n"u8);
    }

    private void WriteHead(IBufferWriter<byte> output)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString("cmpl-" + composition.Unique);
        output.Write(""","object":"text_completion","created":"""u8);
        output.WriteNumber(composition.Created);
        output.Write(""","model":"""u8);
        output.WriteJsonString(model);
        output.Write(""","choices":["""u8);
    }

    private static void WriteChoice(IBufferWriter<byte> output, int choice, ReadOnlySpan<byte> text, string? finishReason)
    {
        output.Write("""{"text":"""u8);
        output.WriteJsonString(text);
        output.Write(""","index":"""u8);
        output.WriteNumber(choice);
        output.Write(""","logprobs":null,"finish_reason":"""u8);
        output.WriteJsonString(finishReason);
        output.Write("}"u8);
    }

    private void WriteUsage(IBufferWriter<byte> output)
    {
        output.Write(""","usage":"""u8);
        ChatJson.WriteUsage(output, composition.Usage);
    }
}
