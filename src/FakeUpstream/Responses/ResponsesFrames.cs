using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Writes an answer as the events of the Responses API, each with its type and its sequence number.</summary>
internal sealed class ResponsesFrames(ResponsesAnswer answer) : IFrames
{
    private long sequence;

    public int Choices => 1;

    public IReadOnlyList<Part> Parts => answer.Parts;

    public TokenCounts Usage => answer.Usage;

    /// <summary>Usage is in the terminal event.</summary>
    public bool IncludesUsage(AnswerForm form) => answer.IncludesUsage && form != AnswerForm.StreamWithoutDone;

    public void WriteWhole(IBufferWriter<byte> output) => ResponsesJson.WriteEnded(output, answer);

    public void WriteStart(IBufferWriter<byte> output)
    {
        BeginResponse(output, "response.created"u8);
        ResponsesJson.WriteStarted(output, answer);
        End(output);
        BeginResponse(output, "response.in_progress"u8);
        ResponsesJson.WriteStarted(output, answer);
        End(output);
    }

    public void WriteOpening(IBufferWriter<byte> output, int part, int choice)
    {
        Begin(output, "response.output_item.added"u8);
        WriteIndex(output, part);
        output.Write(""","item":"""u8);
        ResponsesItems.WriteAdded(output, answer, part);
        End(output);
        if (PartFrames.For(answer, part) is { Added: { } added } frames)
            WritePart(output, part, frames, added, default);
    }

    public void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8)
    {
        var frames = PartFrames.For(answer, part)!;
        BeginPartEvent(output, part, frames, frames.Delta);
        output.Write(""","delta":"""u8);
        output.WriteJsonString(utf8);
        output.Write(frames.HasLogprobs ? ""","logprobs":[]"""u8 : default);
        End(output);
    }

    public void WriteClosing(IBufferWriter<byte> output, int part, int choice)
    {
        var said = answer.Parts[part].Content.Span;
        if (PartFrames.For(answer, part) is { } frames)
        {
            BeginPartEvent(output, part, frames, frames.Done);
            if (frames.Naming)
            {
                output.Write(""","name":"""u8);
                output.WriteJsonString(answer.Called.Name);
            }

            output.Write(frames.Whole);
            output.WriteJsonString(said);
            output.Write(frames.HasLogprobs ? ""","logprobs":[]"""u8 : default);
            End(output);
            if (frames.PartDone is { } done)
                WritePart(output, part, frames, done, said);
        }

        Begin(output, "response.output_item.done"u8);
        WriteIndex(output, part);
        output.Write(""","item":"""u8);
        ResponsesItems.WriteDone(output, answer, part);
        End(output);
    }

    public void WriteEnd(IBufferWriter<byte> output) { }

    public void WriteDone(IBufferWriter<byte> output)
    {
        BeginResponse(output, answer.Truncated ? "response.incomplete"u8 : "response.completed"u8);
        ResponsesJson.WriteEnded(output, answer);
        End(output);
    }

    public void WriteBroken(IBufferWriter<byte> output) =>
        output.Write("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item\n\n"u8);

    /// <summary>A failed response after the start of the stream; a plain error event before it.</summary>
    public void WriteError(IBufferWriter<byte> output, bool started)
    {
        if (started)
        {
            BeginResponse(output, "response.failed"u8);
            ResponsesJson.WriteFailed(output, answer);
        }
        else
        {
            Begin(output, "error"u8);
            output.Write(""","code":"server_error","message":"""u8);
            output.WriteJsonString(OpenAIError.ServerFailure.Message);
            output.Write(""","param":null"""u8);
        }

        End(output);
    }

    private void WritePart(IBufferWriter<byte> output, int part, PartFrames frames, byte[] type, ReadOnlySpan<byte> said)
    {
        BeginPartEvent(output, part, frames, type);
        output.Write(""","part":"""u8);
        if (frames.HasLogprobs)
            ResponsesItems.WriteText(output, said);
        else
            ResponsesItems.WriteSummary(output, said);
        End(output);
    }

    private void BeginResponse(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        Begin(output, type);
        output.Write(""","response":"""u8);
    }

    /// <summary>Begins an event about the content of an item.</summary>
    private void BeginPartEvent(IBufferWriter<byte> output, int part, PartFrames frames, ReadOnlySpan<byte> type)
    {
        Begin(output, type);
        output.Write(""","item_id":"""u8);
        output.WriteJsonString(answer.ItemId(part));
        WriteIndex(output, part);
        output.Write(frames.Place);
    }

    private static void WriteIndex(IBufferWriter<byte> output, int part)
    {
        output.Write(""","output_index":"""u8);
        output.WriteNumber(part);
    }

    private void Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: {\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"sequence_number\":"u8);
        output.WriteNumber(sequence++);
    }

    private static void End(IBufferWriter<byte> output) => output.Write("}\n\n"u8);
}
