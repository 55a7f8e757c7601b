using System.Buffers;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>Writes an answer as one <c>chat.completion</c> object.</summary>
internal static class ChatJson
{
    public static void Write(IBufferWriter<byte> output, ChatAnswer answer, bool withUsage)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(answer.Id);
        output.Write(""","object":"chat.completion","created":"""u8);
        output.WriteNumber(answer.Created);
        output.Write(""","model":"""u8);
        output.WriteJsonString(answer.Model);
        output.Write(""","choices":["""u8);
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            if (choice > 0)
                output.Write(","u8);
            WriteChoice(output, answer, choice);
        }

        output.Write("]"u8);
        if (withUsage)
        {
            output.Write(""","usage":"""u8);
            WriteUsage(output, answer.Usage);
        }

        output.Write(""","service_tier":"default","system_fingerprint":"""u8);
        output.WriteJsonString(ChatAnswer.Fingerprint);
        output.Write("}"u8);
    }

    public static void WriteUsage(IBufferWriter<byte> output, TokenCounts usage)
    {
        output.Write("""{"prompt_tokens":"""u8);
        output.WriteNumber(usage.Prompt);
        output.Write(""","completion_tokens":"""u8);
        output.WriteNumber(usage.Completion);
        output.Write(""","total_tokens":"""u8);
        output.WriteNumber(usage.Prompt + usage.Completion);
        output.Write(""","prompt_tokens_details":{"cached_tokens":"""u8);
        output.WriteNumber(usage.Cached);
        output.Write(""","audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":"""u8);
        output.WriteNumber(usage.Reasoning);
        output.Write(""","audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"""u8);
    }

    private static void WriteChoice(IBufferWriter<byte> output, ChatAnswer answer, int choice)
    {
        output.Write("""{"index":"""u8);
        output.WriteNumber(choice);
        output.Write(""","message":{"role":"assistant","content":"""u8);
        if (answer.Answer.Tool is { } tool)
            WriteCalls(output, answer, choice, tool);
        else
            output.WriteJsonString(answer.Answer.Content.Span);
        output.Write(""","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"""u8);
        output.WriteJsonString(answer.FinishReason);
        output.Write("}"u8);
    }

    private static void WriteCalls(IBufferWriter<byte> output, ChatAnswer answer, int choice, string tool)
    {
        output.Write("""null,"tool_calls":["""u8);
        for (var call = 0; call < answer.Answer.Calls; call++)
        {
            output.Write(call == 0 ? """{"id":"""u8 : """,{"id":"""u8);
            output.WriteJsonString(answer.CallId(call, choice));
            output.Write(""","type":"function","function":{"name":"""u8);
            output.WriteJsonString(tool);
            output.Write(""","arguments":"""u8);
            output.WriteJsonString(answer.Answer.Content.Span);
            output.Write("}}"u8);
        }

        output.Write("]"u8);
    }
}
