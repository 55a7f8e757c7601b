using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Writes the model's name as the client sent it into an answer, in place of the upstream's: which upstream answers, and what it calls its
/// models, is no part of what the client asked for, and tools look their model up by this name. Only these bytes change, and nothing is
/// allocated for an ordinary chunk.
/// </summary>
/// <param name="asked">The name as a JSON text, with its quotes; empty to leave answers as they are.</param>
internal sealed class AnsweredModel(ReadOnlyMemory<byte> asked)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    private byte[] named = [];

    private static ReadOnlySpan<byte> Member => "\"model\""u8;

    /// <summary>The event with the name in it. It is valid until the next call.</summary>
    /// <param name="sse">One whole event, or several.</param>
    public ReadOnlySpan<byte> IntoEvent(ReadOnlySpan<byte> sse)
    {
        // Most events of Responses and Messages have none.
        if (asked.IsEmpty || sse.IndexOf(Member) < 0)
            return sse;
        foreach (var line in SseData.Lines(sse))
            if (Find(sse[line]) is { } at)
                return Replace(sse, (line.Start.Value + at.Start.Value)..(line.Start.Value + at.End.Value));
        return sse;
    }

    /// <summary>What to replace in a whole answer.</summary>
    public IReadOnlyList<Splice> In(ReadOnlySpan<byte> answer) =>
        !asked.IsEmpty && Find(answer) is { } at && !answer[at].SequenceEqual(asked.Span) ? [new Splice(at, asked.ToArray())] : [];

    /// <summary>Where the name is: in the answer itself, or in the one that an event holds as its response or message.</summary>
    private static Range? Find(ReadOnlySpan<byte> data)
    {
        try
        {
            var json = new Utf8JsonReader(data, Deep);
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? FindIn(ref json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The meter says what is wrong with it.
            return null;
        }
    }

    private static Range? FindIn(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isModel = json.ValueTextEquals("model"u8);
            var holdsAnswer = !isModel && (json.ValueTextEquals("response"u8) || json.ValueTextEquals("message"u8));
            json.Read();
            if (isModel && json.TokenType == JsonTokenType.String)
                return (int)json.TokenStartIndex..(int)json.BytesConsumed;
            if (holdsAnswer && json.TokenType == JsonTokenType.StartObject)
                return FindIn(ref json);
            json.Skip();
        }

        return null;
    }

    private ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> text, Range at)
    {
        if (text[at].SequenceEqual(asked.Span))
            return text;
        var before = text[..at.Start];
        var after = text[at.End..];
        var length = before.Length + asked.Length + after.Length;
        if (named.Length < length)
            named = new byte[Math.Max(length, 512)];
        before.CopyTo(named);
        asked.Span.CopyTo(named.AsSpan(before.Length));
        after.CopyTo(named.AsSpan(before.Length + asked.Length));
        return named.AsSpan(0, length);
    }
}
