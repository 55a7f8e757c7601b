using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>How every translation reads and writes JSON.</summary>
internal static class TranslatedJson
{
    /// <summary>As deep as the gateway reads any body.</summary>
    private const int MaxDepth = 256;

    /// <summary>Small values are written one after the other, so each thread keeps the buffer of the last one.</summary>
    private const int SmallCapacity = 256;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? spare;

    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Text beyond ASCII is written as it is, as providers send it. The writer checks that what is written is well-formed.
    /// </summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = new SurrogateKeepingEncoder() };

    /// <summary>Converts a caller's body.</summary>
    /// <exception cref="UntranslatableException">
    /// It is no JSON object, for which the exception names no field; or <paramref name="write"/> finds what cannot be converted.
    /// </exception>
    public static byte[] FromRequest(ReadOnlyMemory<byte> body, FieldTracker tracker, Action<JsonField, Utf8JsonWriter> write)
    {
        try
        {
            tracker.Begin(body);
            return Convert(body, write, tracker);
        }
        catch (JsonException)
        {
            throw new UntranslatableException("", "The body must be one JSON object, nested 256 levels deep at most.");
        }
        catch (InvalidOperationException)
        {
            // Values are checked when they are read; only the names of an object's members are not.
            throw new UntranslatableException("", "The body has a name that is not valid Unicode.");
        }
    }

    /// <summary>Converts an upstream's whole answer.</summary>
    /// <exception cref="JsonException">It does not have the expected shape, which is the upstream's fault and not the caller's.</exception>
    public static byte[] FromAnswer(ReadOnlyMemory<byte> answer, Action<JsonField, Utf8JsonWriter> write)
    {
        try
        {
            return Convert(answer, write);
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <summary>Reads the data of an upstream's event.</summary>
    /// <exception cref="JsonException">
    /// It is no single JSON value, or <paramref name="read"/> finds that it has the wrong shape.
    /// </exception>
    public static void ReadEvent(ReadOnlySpan<byte> data, Action<JsonField> read)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = MaxDepth });
            using var document = JsonDocument.ParseValue(ref json);
            if (json.Read())
                throw new JsonException("There is more than one value in an event.");
            read(new JsonField(document.RootElement));
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public static byte[] Write(Action<Utf8JsonWriter> write, int capacity = SmallCapacity)
    {
        var output = (capacity > SmallCapacity ? null : spare) ?? new ArrayBufferWriter<byte>(capacity);
        // What is written within this one takes another.
        spare = null;
        using (var writer = new Utf8JsonWriter(output, Writing))
            write(writer);
        var written = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        spare = output.Capacity > 16 * SmallCapacity ? null : output;
        return written;
    }

    public static string WriteText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write));

    private static byte[] Convert(ReadOnlyMemory<byte> json, Action<JsonField, Utf8JsonWriter> write, FieldTracker? tracker = null)
    {
        using var document = JsonDocument.Parse(json, Reading);
        var root = new JsonField(document.RootElement, tracker: tracker);
        var converted = Write(writer => write(root, writer), Math.Max(256, json.Length + json.Length / 8));
        tracker?.Finish(document.RootElement);
        return converted;
    }
}
