using System.Text.Json;

namespace Platform.Gateway.Protocols;

/// <summary>Takes items out of a list, or members out of an object, and the comma that each leaves behind.</summary>
internal static class JsonList
{
    /// <param name="isGone">Asked with the member's name, or "" for an item of a list, and its index.</param>
    /// <param name="list">The object or list in <paramref name="body"/>.</param>
    /// <param name="left">How many stay.</param>
    public static List<Splice> Without(ReadOnlySpan<byte> body, Range list, Func<string, int, bool> isGone, out int left)
    {
        var (splices, first) = (new List<Splice>(), 0);
        var (parts, gone) = Parts(body[list], list.Start.Value, isGone);
        left = gone.Count(each => !each);
        for (var part = 0; part < parts.Count; part++)
        {
            if (!gone[part])
                first = part + 1;
            else if (first > 0)
                splices.Add(new Splice(parts[part - 1].End..parts[part].End, []));
            else
                splices.Add(new Splice(parts[part].Start..(part + 1 < parts.Count ? parts[part + 1].Start : parts[part].End), []));
        }

        return splices;
    }

    private static (List<Range> Parts, List<bool> Gone) Parts(ReadOnlySpan<byte> text, int offset, Func<string, int, bool> isGone)
    {
        var (parts, gone) = (new List<Range>(), new List<bool>());
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var (start, name) = ((int)json.TokenStartIndex, "");
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                name = JsonText.Of(ref json);
                json.Read();
            }

            json.Skip();
            gone.Add(isGone(name, parts.Count));
            parts.Add((offset + start)..(offset + (int)json.BytesConsumed));
        }

        return (parts, gone);
    }
}
