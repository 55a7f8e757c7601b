using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Replay;

/// <summary>Collects the events of a stream.</summary>
/// <param name="answerBytes">The size of the answer that they are made of.</param>
/// <param name="maxGrowth">
/// An event repeats ids; with long ones and many pieces the stream could be thousands of times the answer. It may be so many times as large.
/// </param>
internal sealed class ReplayedEvents(long answerBytes, int maxGrowth)
{
    /// <summary>Within which short answers may grow as they like.</summary>
    private const long MinBytes = 1024 * 1024;

    /// <summary>In characters. A client sees a long text grow, and a hold need not pay for all of it at once.</summary>
    private const int MaxPiece = 4 * 1024;

    private readonly List<byte[]> all = [];
    private long left = Math.Max(MinBytes, answerBytes * maxGrowth);
    private readonly ArrayBufferWriter<byte> text = new(1024);

    public IReadOnlyList<byte[]> All => all;

    /// <param name="name">The event's name; null where the protocol has none.</param>
    /// <param name="write">Writes the members of the data's object.</param>
    /// <exception cref="JsonException">They are far larger than the answer.</exception>
    public void Add(string? name, Action<Utf8JsonWriter> write)
    {
        text.ResetWrittenCount();
        if (name is not null)
            text.Write(Encoding.UTF8.GetBytes($"event: {name}\n"));
        text.Write("data: "u8);
        using (var json = new Utf8JsonWriter(text, TranslatedJson.Writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        text.Write("\n\n"u8);
        left -= text.WrittenCount;
        if (left < 0)
            throw new JsonException($"The events of an answer of {answerBytes} bytes are more than {maxGrowth} times as large.");
        all.Add(text.WrittenSpan.ToArray());
    }

    public void AddRaw(ReadOnlySpan<byte> sse) => all.Add(sse.ToArray());

    /// <summary>The pieces in which a text is sent; none of an empty one. No surrogate pair is cut.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var end = Math.Min(at + MaxPiece, text.Length);
            if (end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]))
                end--;
            yield return text[at..end];
            at = end;
        }
    }

    /// <summary>Copies the members of an object but for those named.</summary>
    public static void Copy(Utf8JsonWriter json, JsonField from, params ReadOnlySpan<string> except)
    {
        foreach (var (name, value) in from.Members())
            if (!except.Contains(name))
                json.WriteField(name, value);
    }
}
