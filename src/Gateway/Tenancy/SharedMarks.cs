using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// Whether a body may name state of the operator's account. Searches its bytes, so that an ordinary body is not parsed once more. A letter
/// that is written as an escape could be part of any name, and so could the two letters outside ASCII that some readers take for s and k.
/// </summary>
internal static class SharedMarks
{
    private const int ChunkBytes = 1024,
        LongestMark = 32;

    private static readonly string[] Common =
    [
        "file_id",
        "vector_store_id",
        "container",
        "skill_id",
        "thread_id",
        "assistant_id",
        "cached_content",
        "cachedcontent",
        "\"audio\"",
        "\"voice\"",
        "\"conversation\"",
        "\"background\"",
        "\"deferred\"",
        "\"preset\"",
        "\"previous_response_id\"",
        "\\u004",
        "\\u005",
        "\\u006",
        "\\u007",
        "\\u017f",
        "\\u212a",
    ];

    // Apart from the others: a set with any letter outside ASCII is searched letter by letter, twenty times as slowly.
    private static ReadOnlySpan<byte> LongS => "\u017F"u8;

    private static ReadOnlySpan<byte> Kelvin => "\u212A"u8;

    private static readonly SearchValues<string> Any = SearchValues.Create(Common, StringComparison.OrdinalIgnoreCase),
        Responses = SearchValues.Create([.. Common, "\"id\"", "\"prompt\"", "item_reference"], StringComparison.OrdinalIgnoreCase);

    // What is not written of the letters is not read either, so clearing 2 KB for each body would be for nothing.
    [SkipLocalsInit]
    public static bool In(ReadOnlySpan<byte> body, Protocol protocol)
    {
        if (body.IndexOf(LongS) >= 0 || body.IndexOf(Kelvin) >= 0)
            return true;
        var marks = protocol == Protocol.Responses ? Responses : Any;
        Span<char> chars = stackalloc char[ChunkBytes];
        while (true)
        {
            var chunk = body[..Math.Min(body.Length, ChunkBytes)];
            if (chars[..Encoding.Latin1.GetChars(chunk, chars)].ContainsAny(marks))
                return true;
            if (chunk.Length == body.Length)
                return false;
            // A mark may lie across two chunks.
            body = body[(ChunkBytes - LongestMark)..];
        }
    }
}
