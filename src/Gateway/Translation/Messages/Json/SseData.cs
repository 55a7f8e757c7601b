using System.Text.Json;

namespace Platform.Gateway.Translation.Messages.Json;

/// <summary>What a server-sent event carries.</summary>
internal static class SseData
{
    /// <summary>The data of an event; empty for one that has none, such as a comment. Lines end with LF or CRLF.</summary>
    /// <param name="sse">One whole event.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> sse)
    {
        ReadOnlySpan<byte> data = [];
        byte[]? joined = null;
        foreach (var range in sse.Split((byte)'\n'))
        {
            if (!sse[range].StartsWith("data:"u8))
                continue;
            var line = sse[range]["data:"u8.Length..].TrimEnd((byte)'\r');
            line = line.StartsWith(" "u8) ? line[1..] : line;
            // Nobody here breaks JSON over lines, but the format allows it.
            data = data.IsEmpty ? line : joined = [.. data, (byte)'\n', .. line];
        }

        return data;
    }

    /// <exception cref="JsonException">It is no JSON object, or <paramref name="tell"/> finds it has the wrong shape.</exception>
    public static void Read(ReadOnlySpan<byte> data, Action<Node> tell)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = JsonText.Reading.MaxDepth });
            using var document = JsonDocument.ParseValue(ref json);
            if (json.Read())
                throw new JsonException("There is more than one value in an event.");
            tell(new Node(document.RootElement));
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
