using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>What an event of a chat stream is to its reader.</summary>
public enum ChatEvent
{
    /// <summary>A comment, an answer's part, or something unknown: pass it on.</summary>
    Content,

    /// <summary>Nothing but the usage: not for a client that did not ask.</summary>
    UsageOnly,

    /// <summary>The end, <c>[DONE]</c>.</summary>
    Done,

    /// <summary>The upstream's own error.</summary>
    Error,

    /// <summary>No JSON.</summary>
    Malformed,
}

/// <summary>
/// Adds up what one upstream answered, streamed or whole: text produced, usage reported, whether it came to an end. Reads
/// bytes in place and allocates nothing for an ordinary chunk.
/// </summary>
public sealed class ChatMeter
{
    private readonly List<long> textBytes = [];

    /// <summary>Usage as the upstream reports it; null until it does. The last report counts.</summary>
    public TokenUsage? Reported { get; internal set; }

    /// <summary>A choice has said why it ended.</summary>
    public bool Finished { get; internal set; }

    /// <summary>Choices were mentioned at all, as in every completion.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>The upstream's own words when it sent an error.</summary>
    public string? UpstreamError { get; internal set; }

    /// <summary>Any text, thought or tool call was produced.</summary>
    public bool HasOutput => textBytes.Exists(static bytes => bytes > 0);

    /// <summary>Bytes of UTF-8 of what was produced, by all choices together.</summary>
    public long OutputBytes { get; private set; }

    /// <summary>Tokens of what was produced, by the estimator; for upstreams that report none.</summary>
    public long CountedOutput => textBytes.Sum(TokenEstimate.OfText);

    /// <param name="sse">One whole event with its closing blank line.</param>
    public ChatEvent ReadEvent(ReadOnlySpan<byte> sse)
    {
        var kind = ChatEvent.Content;
        foreach (var line in sse.Split((byte)'\n'))
        {
            var text = sse[line].TrimEnd((byte)'\r');
            if (!text.StartsWith("data:"u8))
                continue;
            var data = text["data:"u8.Length..].Trim((byte)' ');
            kind = data.SequenceEqual("[DONE]"u8) ? ChatEvent.Done : ChatChunk.Read(data, this);
            if (kind is ChatEvent.Error or ChatEvent.Malformed)
                return kind;
        }

        return kind;
    }

    /// <summary>Reads an answer that came whole. False when it is not a chat completion.</summary>
    public bool ReadAnswer(ReadOnlySpan<byte> json) => ChatChunk.Read(json, this) is ChatEvent.Content && HasChoices;

    /// <summary>Forgets the text of an event that was read and is not delivered.</summary>
    public void TakeBack(ReadOnlySpan<byte> sse)
    {
        var part = new ChatMeter();
        part.ReadEvent(sse);
        for (var choice = 0; choice < part.textBytes.Count; choice++)
            textBytes[choice] -= part.textBytes[choice];
        OutputBytes -= part.OutputBytes;
    }

    internal void AddText(int choice, int bytes)
    {
        while (textBytes.Count <= choice)
            textBytes.Add(0);
        textBytes[choice] += bytes;
        OutputBytes += bytes;
    }

    internal void NoteChoices() => HasChoices = true;
}
