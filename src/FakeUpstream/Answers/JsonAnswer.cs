using System.Buffers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Answers;

/// <summary>The answer to whoever asks for any JSON object at all.</summary>
internal static class JsonAnswer
{
    public static ReadOnlyMemory<byte> Of(string quote)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write("""{"answer":"""u8);
        json.WriteJsonString(AnswerText.About("You said: "u8, quote).Span);
        json.Write("}"u8);
        return json.WrittenMemory;
    }
}
