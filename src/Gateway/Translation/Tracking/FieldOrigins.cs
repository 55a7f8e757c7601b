using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Gateway.Translation.Tracking;

/// <summary>Records which members of a translated body were made of which members of the caller's.</summary>
internal sealed class FieldOrigins
{
    /// <summary>Deeper than a caller's body may be: a translation can add levels.</summary>
    private const int MaxDepth = 512;

    private readonly Dictionary<long, (string Path, bool Whole)> written = [];

    /// <summary>The value that is written next is made of the caller's member <paramref name="path"/>.</summary>
    /// <param name="whole">It is a copy: what is inside has the same names in both.</param>
    public void Add(Utf8JsonWriter json, string path, bool whole) => written[json.BytesCommitted + json.BytesPending] = (path, whole);

    /// <summary>Finds the caller's member that a member of this body was made of; null where the translation added it.</summary>
    public Func<string, string?> In(ReadOnlyMemory<byte> translated)
    {
        using var document = JsonDocument.Parse(translated, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var origins = new Dictionary<string, (string Path, bool Whole)>();
        Find(document.RootElement, "");
        return Origin;

        void Find(JsonElement value, string path)
        {
            if (translated.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var at) && written.TryGetValue(at, out var origin))
                origins[path] = origin;
            else if (value.ValueKind == JsonValueKind.Object)
                foreach (var member in value.EnumerateObject())
                    Find(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            else if (value.ValueKind == JsonValueKind.Array)
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Find(item, $"{path}[{index}]");
        }

        string? Origin(string member)
        {
            for (var end = member.Length; end > 0; end = member.LastIndexOfAny(['.', '['], end - 1))
                if (origins.TryGetValue(member[..end], out var origin) && (origin.Whole || end == member.Length))
                    return origin.Path + member[end..];
            return null;
        }
    }
}
