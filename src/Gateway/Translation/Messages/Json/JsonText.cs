using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Gateway.Translation.Messages.Json;

/// <summary>How JSON is read and written by the translations of Messages.</summary>
internal static class JsonText
{
    private const int MostDepth = 256;

    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MostDepth };

    // Text beyond ASCII goes out as it is, as providers send it.
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells a caller's body anew.</summary>
    /// <exception cref="UntranslatableException">It is no JSON, or what <paramref name="tell"/> finds.</exception>
    public static byte[] OfRequest(ReadOnlyMemory<byte> body, Trail trail, Action<Node, Utf8JsonWriter> tell)
    {
        try
        {
            trail.Follow(body);
            return Told(body, tell, trail);
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
    public static byte[] OfAnswer(ReadOnlyMemory<byte> answer, Action<Node, Utf8JsonWriter> tell)
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

    private static byte[] Told(ReadOnlyMemory<byte> json, Action<Node, Utf8JsonWriter> tell, Trail? trail = null)
    {
        using var document = JsonDocument.Parse(json, Reading);
        var output = new ArrayBufferWriter<byte>(Math.Max(256, json.Length + json.Length / 8));
        using (var writer = new Utf8JsonWriter(output, Writing))
            tell(new Node(document.RootElement, trail: trail), writer);
        trail?.Conclude(document.RootElement);
        return output.WrittenSpan.ToArray();
    }
}
