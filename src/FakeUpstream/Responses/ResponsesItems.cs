using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Writes an item of <c>output</c>, as it is added and as it is done.</summary>
internal static class ResponsesItems
{
    /// <summary>Nothing reads it; clients send it back unchanged.</summary>
    private static ReadOnlySpan<byte> Encrypted => ",\"encrypted_content\":\"gAAAAABmYWtlLXVwc3RyZWFtLXRob3VnaHQ=\""u8;

    public static void WriteAdded(IBufferWriter<byte> output, ResponsesAnswer answer, int part) => Write(output, answer, part, done: false);

    public static void WriteDone(IBufferWriter<byte> output, ResponsesAnswer answer, int part) => Write(output, answer, part, done: true);

    public static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("""{"type":"output_text","annotations":[],"logprobs":[],"text":"""u8);
        output.WriteJsonString(utf8);
        output.Write("}"u8);
    }

    public static void WriteSummary(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("""{"type":"summary_text","text":"""u8);
        output.WriteJsonString(utf8);
        output.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> output, ResponsesAnswer answer, int part, bool done)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(answer.ItemId(part));
        var said = done ? answer.Parts[part].Content.Span : default;
        switch (answer.Parts[part].Kind)
        {
            case PartKind.Reasoning:
                output.Write(""","type":"reasoning","summary":["""u8);
                if (!said.IsEmpty)
                    WriteSummary(output, said);
                output.Write("]"u8);
                output.Write(answer.Encrypts ? Encrypted : default);
                break;
            case PartKind.Text:
                WriteStatus(output, answer, ""","type":"message","status":"""u8, done);
                output.Write(""","role":"assistant","content":["""u8);
                if (done)
                    WriteText(output, said);
                output.Write("]"u8);
                break;
            default:
                WriteCall(output, answer, part, said, done);
                break;
        }

        output.Write("}"u8);
    }

    private static void WriteCall(IBufferWriter<byte> output, ResponsesAnswer answer, int part, ReadOnlySpan<byte> said, bool done)
    {
        var type = answer.Called.FreeText ? ""","type":"custom_tool_call","status":"""u8 : ""","type":"function_call","status":"""u8;
        WriteStatus(output, answer, type, done);
        output.Write(""","call_id":"""u8);
        output.WriteJsonString(answer.CallId(part));
        output.Write(""","name":"""u8);
        output.WriteJsonString(answer.Called.Name);
        if (answer.Called.Namespace is { } group)
        {
            output.Write(""","namespace":"""u8);
            output.WriteJsonString(group);
        }

        output.Write(answer.Called.FreeText ? ""","input":"""u8 : ""","arguments":"""u8);
        output.WriteJsonString(said);
    }

    private static void WriteStatus(IBufferWriter<byte> output, ResponsesAnswer answer, ReadOnlySpan<byte> label, bool done)
    {
        output.Write(label);
        output.WriteJsonString(done ? answer.Status : "in_progress");
    }
}
