using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Platform.FakeUpstream.Wire;

/// <summary>Writes values between pre-encoded pieces of JSON.</summary>
internal static class JsonBytes
{
    private const int LongestNumber = 20;
    private const int LongestEscape = 6;

    // Text beyond ASCII is not escaped, as at OpenAI.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static void WriteNumber(this IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(LongestNumber), out var written);
        output.Advance(written);
    }

    /// <summary>JSON without its line breaks, which can only stand between its tokens.</summary>
    public static void WriteOneLine(this IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var at)
        {
            output.Write(json[..at]);
            json = json[(at + 1)..];
        }

        output.Write(json);
    }

    /// <summary>A JSON string with its quotes, or <c>null</c>.</summary>
    public static void WriteJsonString(this IBufferWriter<byte> output, string? value)
    {
        if (value is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A JSON string with its quotes, of text that is UTF-8 already.</summary>
    public static void WriteJsonString(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        var plain = Encoder.FindFirstCharacterToEncodeUtf8(utf8);
        output.Write(plain < 0 ? utf8 : utf8[..plain]);
        if (plain >= 0)
            output.WriteEscaped(utf8[plain..]);
        output.Write("\""u8);
    }

    private static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > 0)
        {
            Encoder.EncodeUtf8(utf8, output.GetSpan(Math.Max(LongestEscape * 2, utf8.Length)), out var consumed, out var written);
            output.Advance(written);
            utf8 = utf8[consumed..];
        }
    }
}
