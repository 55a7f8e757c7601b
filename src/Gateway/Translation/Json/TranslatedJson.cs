using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>How JSON is read and written by the translations of Messages.</summary>
internal static class TranslatedJson
{
    private const int MostDepth = 256;

    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MostDepth };

    // Text beyond ASCII goes out as it is, as providers send it.
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells a caller's body anew.</summary>
    /// <exception cref="UntranslatableException">It is no JSON, or what <paramref name="tell"/> finds.</exception>
    public static byte[] OfRequest(ReadOnlyMemory<byte> body, FieldTracker tracker, Action<JsonField, Utf8JsonWriter> tell)
    {
        try
        {
            tracker.Follow(body);
            return Told(body, tell, tracker);
        }
        catch (JsonException)
        {
            throw new UntranslatableException("", "The body must be one JSON object, nested 256 levels deep at most.");
        }
        catch (InvalidOperationException)
        {
            // The one thing that is not asked before it is read: the names of an object's members.
            throw new UntranslatableException("", "The body has a name that is not valid Unicode.");
        }
    }

    /// <summary>Tells an upstream's answer anew.</summary>
    /// <exception cref="JsonException">It has not the shape it should have.</exception>
    public static byte[] OfAnswer(ReadOnlyMemory<byte> answer, Action<JsonField, Utf8JsonWriter> tell)
    {
        try
        {
            return Told(answer, tell);
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static byte[] Told(ReadOnlyMemory<byte> json, Action<JsonField, Utf8JsonWriter> tell, FieldTracker? tracker = null)
    {
        using var document = JsonDocument.Parse(json, Reading);
        var output = new ArrayBufferWriter<byte>(Math.Max(256, json.Length + json.Length / 8));
        using (var writer = new Utf8JsonWriter(output, Writing))
            tell(new JsonField(document.RootElement, tracker: tracker), writer);
        tracker?.Conclude(document.RootElement);
        return output.WrittenSpan.ToArray();
    }
}
