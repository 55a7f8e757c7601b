using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.MessagesToChat;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Runs translations on literal text.</summary>
internal static class TranslationTexts
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TranslationContext Context { get; } =
        new("req_0123", "upstream-model", DateTimeOffset.FromUnixTimeSeconds(1_770_000_000), MaxOutput: 64_000);

    /// <summary>With a vendor in the name of the model.</summary>
    public static TranslationContext VendorContext { get; } =
        new("req_0123", "vendor/model", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), MaxOutput: 4_096);

    public static MessagesToChatTranslation ToChat => new(Context);

    public static ChatToMessagesTranslation ToMessages => new(Context);

    public static string Request(this ITranslation translation, string body) =>
        Encoding.UTF8.GetString(translation.Request(Encoding.UTF8.GetBytes(body)));

    public static string Answer(this ITranslation translation, string answer) =>
        Encoding.UTF8.GetString(translation.Answer(Encoding.UTF8.GetBytes(answer)));

    /// <summary>The events that one event becomes.</summary>
    /// <param name="sse">Its lines; the blank line after them is added where it is missing.</param>
    public static string Event(this ITranslation translation, string sse)
    {
        var isWhole = sse.EndsWith("\n\n", StringComparison.Ordinal) || sse.EndsWith("\n\r\n", StringComparison.Ordinal);
        isWhole |= sse.StartsWith(':') && sse.EndsWith('\n');
        var output = new ArrayBufferWriter<byte>();
        translation.Event(Encoding.UTF8.GetBytes(isWhole ? sse : sse + "\n\n"), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The events that a stream becomes whose bytes come in these chunks.</summary>
    public static string Stream(this ITranslation translation, IEnumerable<byte[]> chunks)
    {
        var (splitter, output) = (new SseSplitter(), new ArrayBufferWriter<byte>());
        foreach (var bytes in chunks)
        {
            ReadOnlySpan<byte> chunk = bytes;
            while (splitter.TryTake(ref chunk, out var sse))
                translation.Event(sse, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Stream(this ITranslation translation, string stream) => translation.Stream([Encoding.UTF8.GetBytes(stream)]);

    public static UntranslatableException Refusal(this ITranslation translation, string body) =>
        Assert.Throws<UntranslatableException>(() => translation.Request(body));

    /// <summary>JSON without the white space that makes it readable in a test.</summary>
    public static string Flat(string json) => JsonNode.Parse(json)!.ToJsonString(Plain);

    /// <summary>Equal as text, except for the white space of what is expected.</summary>
    public static void Equal(string expected, string actual) => Assert.Equal(Flat(expected), actual);
}
