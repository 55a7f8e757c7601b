using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Metering;

/// <summary>What an event of a stream is to its reader.</summary>
internal enum AnswerEvent
{
    /// <summary>A comment, an answer's part, or something unknown: pass it on.</summary>
    Content,

    /// <summary>Nothing but the usage: not for a client that did not ask.</summary>
    UsageOnly,

    /// <summary>The terminal event.</summary>
    Done,

    /// <summary>The upstream's own error.</summary>
    Error,

    /// <summary>No JSON.</summary>
    Malformed,
}

/// <summary>
/// How the answers of one protocol are read into an <see cref="AnswerMeter"/>. Has no state; members it does not know are skipped.
/// </summary>
internal abstract class AnswerFormat
{
    private const int MaxMessageLength = 300;
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };
    private static readonly AnswerFormat Chat = new ChatAnswers(),
        Responses = new ResponsesAnswers(),
        Messages = new MessagesAnswers();
    private static readonly AnswerFormat Embeddings = new EmbeddingAnswers(),
        TokenCounts = new TokenCountAnswers();

    /// <summary>That of the upstream's protocol. Legacy completions are read as chats.</summary>
    public static AnswerFormat For(Protocol protocol) =>
        protocol.CountsTokens ? TokenCounts
        : protocol == Protocol.Responses ? Responses
        : protocol == Protocol.Messages ? Messages
        : protocol == Protocol.Embeddings ? Embeddings
        : Chat;

    /// <summary>Completes a stream that finished and lacks only this; empty where nothing of ours can stand for it.</summary>
    public virtual ReadOnlyMemory<byte> TerminalEvent => default;

    /// <summary>The terminal event where it is no JSON.</summary>
    protected virtual ReadOnlySpan<byte> Mark => default;

    /// <param name="sse">One whole event with its closing blank line.</param>
    public AnswerEvent ReadEvent(ReadOnlySpan<byte> sse, AnswerMeter meter)
    {
        var kind = AnswerEvent.Content;
        foreach (var line in SseData.Lines(sse))
        {
            var data = sse[line];
            kind = !Mark.IsEmpty && data.Trim((byte)' ').SequenceEqual(Mark) ? AnswerEvent.Done : Read(data, meter, whole: false);
            if (kind is AnswerEvent.Error or AnswerEvent.Malformed)
                return kind;
        }

        return kind;
    }

    /// <summary>An answer that came whole: <see cref="AnswerEvent.Content"/> when it is one of this protocol.</summary>
    public AnswerEvent ReadAnswer(ReadOnlySpan<byte> json, AnswerMeter meter) =>
        Read(json, meter, whole: true) is var kind && kind is AnswerEvent.Content && !IsAnswer(meter) ? AnswerEvent.Malformed : kind;

    /// <summary>Usage that has not come yet comes with this event or never.</summary>
    /// <param name="finishes">It is the event in which the answer says why it ended.</param>
    public virtual bool UsageIsDue(AnswerEvent kind, bool finishes) => kind is AnswerEvent.Done;

    protected virtual bool IsAnswer(AnswerMeter meter) => meter.IsAnswer;

    /// <summary>The reader stands at the start of the object.</summary>
    protected abstract AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole);

    private AnswerEvent Read(ReadOnlySpan<byte> data, AnswerMeter meter, bool whole)
    {
        try
        {
            var json = new Utf8JsonReader(data, Deep);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return AnswerEvent.Malformed;
            var kind = ReadRoot(ref json, meter, whole);
            // Anything after the object makes this throw.
            json.Read();
            return kind;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with broken escapes.
            return AnswerEvent.Malformed;
        }
    }

    /// <summary>A member <c>error</c>; false where it is null.</summary>
    protected static bool ReadError(ref Utf8JsonReader json, AnswerMeter meter)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return false;
        using var error = JsonDocument.ParseValue(ref json);
        meter.UpstreamError = UpstreamErrorText.From(error.RootElement, MaxMessageLength);
        return true;
    }
}
