using System.Text.Json;

namespace Platform.Gateway.Translation.Json;

/// <summary>Reads the JSON of an upstream's event.</summary>
internal static class UpstreamEvent
{
    /// <exception cref="JsonException">It is no single JSON value, or <paramref name="read"/> finds that it has the wrong shape.</exception>
    public static void Read(ReadOnlySpan<byte> data, Action<JsonField> read)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = TranslatedJson.Reading.MaxDepth });
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
}
