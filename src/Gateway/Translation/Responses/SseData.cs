namespace Platform.Gateway.Translation.Responses;

/// <summary>What one server-sent event says.</summary>
internal static class SseData
{
    /// <summary>Its data lines, joined; empty of an event that has none, as a comment.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> sse)
    {
        ReadOnlySpan<byte> data = [];
        foreach (var line in sse.Split((byte)'\n'))
        {
            var text = sse[line];
            if (!text.StartsWith("data:"u8))
                continue;
            text = text["data:"u8.Length..].Trim(" \r"u8);
            data = data.IsEmpty ? text : (byte[])[.. data, (byte)'\n', .. text];
        }

        return data;
    }
}
