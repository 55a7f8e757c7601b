using System.Buffers;
using System.Text;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Runs translations on literal text.</summary>
internal static class Told
{
    public static TranslationContext Context { get; } = new("req_0123", "vendor/model", DateTimeOffset.FromUnixTimeSeconds(1700000000), 4096);

    public static string Request(this ITranslation translation, string body) =>
        Encoding.UTF8.GetString(translation.Request(Encoding.UTF8.GetBytes(body)));

    public static string Answer(this ITranslation translation, string answer) =>
        Encoding.UTF8.GetString(translation.Answer(Encoding.UTF8.GetBytes(answer)));

    /// <summary>What becomes of one event; several lines stand for an event of several.</summary>
    public static string Event(this ITranslation translation, string sse)
    {
        var output = new ArrayBufferWriter<byte>();
        translation.Event(Encoding.UTF8.GetBytes(sse + "\n\n"), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What becomes of a stream that arrives in these chunks.</summary>
    public static string Stream(this ITranslation translation, IEnumerable<byte[]> chunks)
    {
        var output = new ArrayBufferWriter<byte>();
        var splitter = new SseSplitter();
        foreach (var bytes in chunks)
        {
            ReadOnlySpan<byte> chunk = bytes;
            while (splitter.TryTake(ref chunk, out var sse))
                translation.Event(sse, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Stream(this ITranslation translation, string stream) => translation.Stream([Encoding.UTF8.GetBytes(stream)]);

    /// <summary>Each value as an event with only a data line.</summary>
    public static string Events(params string[] data) => string.Concat(data.Select(each => $"data: {each}\n\n"));
}
