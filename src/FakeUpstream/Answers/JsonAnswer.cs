using System.Buffers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Answers;

/// <summary>The answer to a request for any JSON object.</summary>
internal static class JsonAnswer
{
    public static ReadOnlyMemory<byte> For(string quote)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write("""{"answer":"""u8);
        json.WriteJsonString(AnswerText.Quote("You said: "u8, quote).Span);
        json.Write("}"u8);
        return json.WrittenMemory;
    }
}
