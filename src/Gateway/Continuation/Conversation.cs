using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Continuation;

/// <summary>The items of a conversation in the Responses protocol, as the raw JSON of one list. Pure.</summary>
internal static class Conversation
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>
    /// The body of a request that continues a response, with the whole conversation in its input in place of the response's id.
    /// </summary>
    /// <param name="before">A list of items.</param>
    public static byte[] Continue(InferenceRequest request, ReadOnlySpan<byte> before)
    {
        var body = request.Body.Span;
        var all = Join(before, ItemsOf(request));
        var splices = new List<Splice> { new(request.PreviousResponseAt!.Value, "null"u8.ToArray()) };
        splices.Add(
            request.SubjectAt is { } at
                ? new Splice(at, all)
                : new Splice(request.FirstMemberAt..request.FirstMemberAt, [.. "\"input\":"u8, .. all, .. ","u8])
        );
        return Splice.Into(body, splices);
    }

    /// <summary>The id of a response, and what is kept of it; null when <paramref name="answer"/> has none.</summary>
    /// <param name="answer">A response object, or the stream that ended with one.</param>
    public static (string Id, KeptResponse Kept)? After(InferenceRequest request, ReadOnlySpan<byte> answer) =>
        AfterEvent(request, request.Stream ? SseData.LastLine(answer) : answer);

    /// <summary>The same of the event that ends a response, or of the response itself.</summary>
    public static (string Id, KeptResponse Kept)? AfterEvent(InferenceRequest request, ReadOnlySpan<byte> last) =>
        Read(last) is { } response ? (response.Id, new KeptResponse(ItemsOf(request), response.Object)) : null;

    /// <summary>The items that this request adds: its list, or its text as one message of the user.</summary>
    private static byte[] ItemsOf(InferenceRequest request)
    {
        if (request.SubjectAt is not { } at)
            return "[]"u8.ToArray();
        var subject = request.Body.Span[at];
        return subject[0] == (byte)'['
            ? subject.ToArray()
            : [.. "[{\"type\":\"message\",\"role\":\"user\",\"content\":"u8, .. subject, .. "}]"u8];
    }

    public static byte[] Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var a = Inside(first);
        var b = Inside(second);
        return [.. "["u8, .. a, .. (a.IsEmpty || b.IsEmpty ? ""u8 : ","u8), .. b, .. "]"u8];
    }

    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> list) => list[1..^1].Trim(" \t\r\n"u8);

    /// <summary>A response object, or an event with one in its member <c>response</c>.</summary>
    private static (string Id, byte[] Object)? Read(ReadOnlySpan<byte> data)
    {
        try
        {
            var json = new Utf8JsonReader(data, Deep);
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? ReadObject(ref json, data) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Id, byte[] Object)? ReadObject(ref Utf8JsonReader json, ReadOnlySpan<byte> data)
    {
        var begin = (int)json.TokenStartIndex;
        string? id = null;
        var hasOutput = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isResponse, isId, isOutput) = (
                json.ValueTextEquals("response"u8),
                json.ValueTextEquals("id"u8),
                json.ValueTextEquals("output"u8)
            );
            json.Read();
            if (isResponse && json.TokenType == JsonTokenType.StartObject)
                return ReadObject(ref json, data);
            if (isId && json.TokenType == JsonTokenType.String)
                id = json.GetString();
            json.Skip();
            hasOutput |= isOutput && json.TokenType == JsonTokenType.EndArray;
        }

        return id is not null && hasOutput ? (id, data[begin..(int)json.BytesConsumed].ToArray()) : null;
    }
}
