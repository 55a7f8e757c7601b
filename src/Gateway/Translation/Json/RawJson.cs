using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>How JSON is read and written here: as deep as the gateway reads bodies, text beyond ASCII left as it is.</summary>
internal static class RawJson
{
    private const int MaxDepth = 256;

    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Turns a body of a caller's into one for an upstream.</summary>
    /// <exception cref="UntranslatableException">It is no JSON object, or <paramref name="write"/> says so.</exception>
    public static byte[] FromCaller(ReadOnlyMemory<byte> body, FieldTracker tracker, Action<RawNode, Utf8JsonWriter> write)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            tracker.Follow(body);
            var told = Write(json => write(new RawNode(document.RootElement, "", tracker), json));
            tracker.Conclude(document.RootElement);
            return told;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the name of a member with broken escapes.
            throw new UntranslatableException("", "The body is not valid JSON: " + e.Message);
        }
    }

    /// <summary>Reads what an upstream says. Whatever is wrong with it is its fault, not the caller's.</summary>
    /// <exception cref="JsonException">It is no JSON, or not what <paramref name="read"/> expects.</exception>
    public static void FromUpstream(ReadOnlySpan<byte> text, Action<RawNode> read)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            // Anything after the value makes this throw.
            reader.Read();
            read(new RawNode(document.RootElement, ""));
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException("The upstream's answer: " + e.Message, e);
        }
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Writing);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write));

    /// <summary>A value as it was written, byte for byte.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, string name, RawNode value)
    {
        json.WritePropertyName(name);
        value.BecomesNext(json, whole: true);
        json.WriteRawValue(value.Raw, skipInputValidation: true);
    }

    /// <summary>A text that is made of another value.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string text, RawNode origin)
    {
        json.WritePropertyName(name);
        origin.BecomesNext(json);
        json.WriteStringValue(text);
    }

    public static void WriteRaw(this Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>The member <paramref name="name"/> of <paramref name="from"/>, where it has one, under the name <paramref name="to"/>.</summary>
    public static void Carry(this Utf8JsonWriter json, RawNode from, string name, string? to = null)
    {
        if (from.Member(name) is { } value)
            json.WriteRaw(to ?? name, value);
    }
}
