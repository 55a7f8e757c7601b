using System.Text.Json;

namespace Platform.Gateway.Continuation;

/// <summary>
/// A response as it is kept: <c>{"input":[...],"response":{...}}</c>, the response as its client got it, and all that was said before it.
/// </summary>
/// <param name="Input">A list of items.</param>
/// <param name="Response">A response object.</param>
internal sealed record KeptResponse(ReadOnlyMemory<byte> Input, ReadOnlyMemory<byte> Response)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    public byte[] ToBytes() => [.. "{\"input\":"u8, .. Input.Span, .. ",\"response\":"u8, .. Response.Span, .. "}"u8];

    /// <summary>Null where it is none.</summary>
    public static KeptResponse? From(ReadOnlyMemory<byte> kept)
    {
        var (input, response) = (Member(kept, "input"u8), Member(kept, "response"u8));
        return input.IsEmpty || response.IsEmpty ? null : new KeptResponse(input, response);
    }

    /// <summary>The items of the conversation up to the end of the response, as a list.</summary>
    public byte[] Conversation() => Continuation.Conversation.Join(Input.Span, Member(Response, "output"u8).Span);

    /// <summary>The raw JSON of a member of an object; empty where there is none.</summary>
    private static ReadOnlyMemory<byte> Member(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(text.Span, Deep);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (isIt)
                return text[start..(int)json.BytesConsumed];
        }

        return default;
    }
}
