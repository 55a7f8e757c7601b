using System.Buffers;
using System.Runtime.InteropServices;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Writes a <c>response</c> object: at its end, or before anything was generated.</summary>
internal static class ResponsesJson
{
    public static byte[] Whole(ResponsesAnswer answer)
    {
        var json = new ArrayBufferWriter<byte>();
        WriteEnded(json, answer);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Completed, or incomplete at the limit of tokens.</summary>
    public static void WriteEnded(IBufferWriter<byte> output, ResponsesAnswer answer)
    {
        WriteHead(output, answer, answer.Status);
        output.Write(""","error":null,"incomplete_details":"""u8);
        output.Write(answer.Truncated ? """{"reason":"max_output_tokens"}"""u8 : "null"u8);
        output.Write(""","output":["""u8);
        for (var part = 0; part < answer.Parts.Count; part++)
        {
            if (part > 0)
                output.Write(","u8);
            ResponsesItems.WriteDone(output, answer, part);
        }

        output.Write("]"u8);
        WriteTail(output, answer, withUsage: answer.IncludesUsage);
    }

    public static void WriteStarted(IBufferWriter<byte> output, ResponsesAnswer answer)
    {
        WriteHead(output, answer, "in_progress");
        output.Write(""","error":null,"incomplete_details":null,"output":[]"""u8);
        WriteTail(output, answer, withUsage: false);
    }

    public static void WriteFailed(IBufferWriter<byte> output, ResponsesAnswer answer)
    {
        WriteHead(output, answer, "failed");
        output.Write(""","error":{"code":"server_error","message":"""u8);
        output.WriteJsonString(OpenAIError.ServerFailure.Message);
        output.Write("""},"incomplete_details":null,"output":[]"""u8);
        WriteTail(output, answer, withUsage: false);
    }

    private static void WriteHead(IBufferWriter<byte> output, ResponsesAnswer answer, string status)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(answer.Id);
        output.Write(""","object":"response","created_at":"""u8);
        output.WriteNumber(answer.Created);
        output.Write(""","status":"""u8);
        output.WriteJsonString(status);
        output.Write(""","background":false"""u8);
    }

    private static void WriteTail(IBufferWriter<byte> output, ResponsesAnswer answer, bool withUsage)
    {
        Repeat(output, answer, ""","instructions":"""u8, "instructions", "null"u8);
        Repeat(output, answer, ""","max_output_tokens":"""u8, "max_output_tokens", "null"u8);
        Repeat(output, answer, ""","metadata":"""u8, "metadata", "{}"u8);
        output.Write(""","model":"""u8);
        output.WriteJsonString(answer.Model);
        Repeat(output, answer, ""","parallel_tool_calls":"""u8, "parallel_tool_calls", "true"u8);
        Repeat(output, answer, ""","previous_response_id":"""u8, "previous_response_id", "null"u8);
        Repeat(output, answer, ""","reasoning":"""u8, "reasoning", """{"effort":null,"summary":null}"""u8);
        Repeat(output, answer, ""","store":"""u8, "store", "true"u8);
        Repeat(output, answer, ""","temperature":"""u8, "temperature", "1.0"u8);
        Repeat(output, answer, ""","text":"""u8, "text", """{"format":{"type":"text"}}"""u8);
        Repeat(output, answer, ""","tool_choice":"""u8, "tool_choice", "\"auto\""u8);
        Repeat(output, answer, ""","tools":"""u8, "tools", "[]"u8);
        Repeat(output, answer, ""","top_p":"""u8, "top_p", "1.0"u8);
        output.Write(""","service_tier":"default","truncation":"disabled","usage":"""u8);
        if (withUsage)
            WriteUsage(output, answer.Usage);
        else
            output.Write("null"u8);
        output.Write("}"u8);
    }

    /// <summary>Repeats a field of the request, or writes its default. In a stream it stands in a line of data, so it has no line breaks.</summary>
    private static void Repeat(
        IBufferWriter<byte> output,
        ResponsesAnswer answer,
        ReadOnlySpan<byte> label,
        string field,
        ReadOnlySpan<byte> otherwise
    )
    {
        output.Write(label);
        if (answer.Request.TryField(field, out var value))
            output.WriteOneLine(JsonMarshal.GetRawUtf8Value(value));
        else
            output.Write(otherwise);
    }

    private static void WriteUsage(IBufferWriter<byte> output, TokenCounts usage)
    {
        output.Write("""{"input_tokens":"""u8);
        output.WriteNumber(usage.Prompt);
        output.Write(""","input_tokens_details":{"cached_tokens":"""u8);
        output.WriteNumber(usage.Cached);
        output.Write(""","cache_write_tokens":"""u8);
        output.WriteNumber(usage.CacheWritten);
        output.Write("""},"output_tokens":"""u8);
        output.WriteNumber(usage.Completion);
        output.Write(""","output_tokens_details":{"reasoning_tokens":"""u8);
        output.WriteNumber(usage.Reasoning);
        output.Write("""},"total_tokens":"""u8);
        output.WriteNumber(usage.Prompt + usage.Completion);
        output.Write("}"u8);
    }
}
