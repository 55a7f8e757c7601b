using System.Text.Json;

namespace Platform.Gateway.Sockets;

/// <summary>What an event of Responses means for its stream. Pure.</summary>
internal static class EventKind
{
    public enum Kind
    {
        Other,

        /// <summary>The response is there, and can be gone on from.</summary>
        Completed,

        Failed,
    }

    /// <param name="data">The event's JSON.</param>
    public static Kind Of(ReadOnlySpan<byte> data)
    {
        // Most events say their type first.
        if (data.StartsWith("{\"type\":\""u8))
            return Of(data["{\"type\":\""u8.Length..], (byte)'"');
        try
        {
            return Find(data);
        }
        catch (JsonException)
        {
            return Kind.Other;
        }
    }

    private static Kind Find(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            if (isType)
                return json.TokenType == JsonTokenType.String ? Of(json.ValueSpan, null) : Kind.Other;
            json.Skip();
        }

        return Kind.Other;
    }

    private static Kind Of(ReadOnlySpan<byte> text, byte? end)
    {
        var type = end is { } quote && text.IndexOf(quote) is >= 0 and var length ? text[..length] : text;
        return type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) ? Kind.Completed
            : type.SequenceEqual("response.failed"u8) || type.SequenceEqual("error"u8) ? Kind.Failed
            : Kind.Other;
    }
}
