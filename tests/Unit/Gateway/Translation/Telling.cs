using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.MessagesToChat;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Texts in, texts out.</summary>
internal static class Telling
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TranslationContext Context { get; } =
        new("req_0123", "upstream-model", DateTimeOffset.FromUnixTimeSeconds(1_770_000_000), MostOutput: 64_000);

    public static MessagesToChatTranslation ToChat => new(Context);

    public static ChatToMessagesTranslation ToMessages => new(Context);

    public static string Asks(this ITranslation translation, string body) =>
        Encoding.UTF8.GetString(translation.Request(Encoding.UTF8.GetBytes(body)));

    public static string Answers(this ITranslation translation, string answer) =>
        Encoding.UTF8.GetString(translation.Answer(Encoding.UTF8.GetBytes(answer)));

    /// <summary>One event.</summary>
    public static string Hears(this ITranslation translation, string sse)
    {
        var output = new ArrayBufferWriter<byte>();
        translation.Event(Encoding.UTF8.GetBytes(sse), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>A stream whose bytes come in these pieces.</summary>
    public static string HearsAll(this ITranslation translation, IEnumerable<byte[]> pieces)
    {
        var (splitter, output) = (new SseSplitter(), new ArrayBufferWriter<byte>());
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> chunk = piece;
            while (splitter.TryTake(ref chunk, out var sse))
                translation.Event(sse, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string HearsAll(this ITranslation translation, string stream) => translation.HearsAll([Encoding.UTF8.GetBytes(stream)]);

    public static UntranslatableException Refuses(this ITranslation translation, string body) =>
        Assert.Throws<UntranslatableException>(() => translation.Asks(body));

    /// <summary>JSON without the white space that makes it readable in a test.</summary>
    public static string Flat(string json) => JsonNode.Parse(json)!.ToJsonString(Plain);

    /// <summary>Equal as text, but for the white space of what is expected.</summary>
    public static void Equal(string expected, string actual) => Assert.Equal(Flat(expected), actual);
}
