using System.Text.Json;

namespace Platform.Gateway.Protocols.Media;

/// <summary>
/// Finds the media in a member of a request's body, however deep: in messages, in the results of tools, in documents. It runs only for
/// members in which <see cref="RequestParser"/> has met a type of media, so that a request of text alone is read once.
/// </summary>
internal ref struct MediaFinder
{
    private readonly List<MediaItem> found;
    private Utf8JsonReader json;
    private long payloadBytes;

    private MediaFinder(ReadOnlySpan<byte> value, List<MediaItem> found)
    {
        this.found = found;
        json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 256 });
    }

    /// <summary>Adds what is found to <paramref name="found"/>.</summary>
    /// <param name="value">Valid JSON.</param>
    /// <returns>How many bytes of the value are media, and no text.</returns>
    public static long Find(ReadOnlySpan<byte> value, List<MediaItem> found)
    {
        var finder = new MediaFinder(value, found);
        finder.json.Read();
        finder.ReadValue();
        return finder.payloadBytes;
    }

    /// <summary>The reader stands on the first token of the value, and afterwards on its last.</summary>
    private void ReadValue()
    {
        if (json.TokenType == JsonTokenType.StartObject)
            ReadPart();
        else if (json.TokenType == JsonTokenType.StartArray)
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                ReadValue();
    }

    private void ReadPart()
    {
        var part = new MediaPart();
        while (NextMember(out var member))
        {
            if (json.TokenType == JsonTokenType.String)
                part.Note(member, ref json);
            else if (json.TokenType == JsonTokenType.StartObject && MediaPart.IsInner(member))
                ReadInner(ref part);
            else
                ReadValue();
        }

        if (part.End(out var bytes) is not { } item)
            return;
        found.Add(item);
        payloadBytes += bytes;
    }

    private void ReadInner(ref MediaPart part)
    {
        while (NextMember(out var member))
        {
            if (json.TokenType == JsonTokenType.String)
                part.NoteInner(member, ref json);
            else
                ReadValue();
        }
    }

    /// <summary>
    /// The reader stands on the member's value. A name with escapes is as good as no name: what it holds counts as text, which is more.
    /// </summary>
    private bool NextMember(out ReadOnlySpan<byte> member)
    {
        member = default;
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName)
            return false;
        member = json.ValueSpan;
        json.Read();
        return true;
    }
}
