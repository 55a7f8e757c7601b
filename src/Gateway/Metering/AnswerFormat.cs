using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Metering;

/// <summary>The kind of an event of a stream.</summary>
internal enum AnswerEvent
{
    /// <summary>A comment, an answer's part, or something unknown: pass it on.</summary>
    Content,

    /// <summary>Only the usage: not sent to a client that did not ask for it.</summary>
    UsageOnly,

    /// <summary>The terminal event.</summary>
    Done,

    /// <summary>The upstream's own error.</summary>
    Error,

    /// <summary>Not valid JSON.</summary>
    Malformed,
}

/// <summary>
/// Reads the answers of one protocol into an <see cref="AnswerMeter"/>. Has no state; members it does not know are skipped.
/// </summary>
internal abstract class AnswerFormat
{
    protected const int MaxMessageLength = 300;
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };
    private static readonly AnswerFormat Chat = new ChatAnswers(),
        Responses = new ResponsesAnswers(),
        Messages = new MessagesAnswers();
    private static readonly AnswerFormat Embeddings = new EmbeddingAnswers(),
        TokenCounts = new TokenCountAnswers();

    /// <summary>The format of the upstream's protocol. Legacy completions are read as chats.</summary>
    public static AnswerFormat For(Protocol protocol) =>
        protocol.CountsTokens ? TokenCounts
        : protocol == Protocol.Responses ? Responses
        : protocol == Protocol.Messages ? Messages
        : protocol == Protocol.Embeddings ? Embeddings
        : Chat;

    /// <summary>
    /// The event that completes a finished stream when the upstream did not send it; empty where the gateway cannot make one.
    /// </summary>
    public virtual ReadOnlyMemory<byte> TerminalEvent => default;

    /// <summary>The data of the terminal event where that is not JSON.</summary>
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

    /// <summary>Whether this event is the last that can bring the usage.</summary>
    /// <param name="finishes">Whether the answer says in this event why it ended.</param>
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
            while (json.Read()) { }
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
        meter.Error = UpstreamError.From(error.RootElement, MaxMessageLength);
        return true;
    }
}
