namespace Platform.FakeUpstream.Scripts;

/// <summary>The behaviour of an answer. <see cref="Plain"/> is a correct answer at full speed.</summary>
internal sealed record Script
{
    public static Script Plain { get; } = new();

    /// <summary>The pause before the status line.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>The pause between two deltas of a stream.</summary>
    public TimeSpan ChunkDelay { get; init; }

    /// <summary>Refuses with this status, 400 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>In seconds, sent with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Applies to the first request only.</summary>
    public bool Once { get; init; }

    /// <summary>Sends nothing until the client disconnects.</summary>
    public bool Hang { get; init; }

    /// <summary>Closes the connection without a status line.</summary>
    public bool Drop { get; init; }

    /// <summary>Answers in one piece, even when a stream was requested.</summary>
    public bool Whole { get; init; }

    public Break? Break { get; init; }

    public bool NoUsage { get; init; }

    public bool NoDone { get; init; }

    /// <summary>Broken JSON: the whole answer, or one data line of a stream, after its opening event.</summary>
    public bool Malformed { get; init; }

    /// <summary>Answers with the last user message and nothing else.</summary>
    public bool Echo { get; init; }

    /// <summary>Answers with text of exactly this many tokens.</summary>
    public int? Tokens { get; init; }

    /// <summary>Each delta of a stream begins with the time at which it is sent; see <see cref="Answers.Timestamp"/>.</summary>
    public bool Timestamps { get; init; }

    /// <summary>The reported tokens read from the cache, at most the whole prompt.</summary>
    public int CachedTokens { get; init; }

    /// <summary>The reported reasoning tokens of each choice, in addition to its text.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>The reported tokens written to the cache, at most the part of the prompt that was not read from it.</summary>
    public int CacheWrittenTokens { get; init; }

    /// <summary>The number of parallel calls, when a tool is called. A token limit omits the calls that do not fit.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Answers 200 with these bytes, whatever was asked: a stream of events or a JSON body. The tally counts no tokens of it.</summary>
    public ReadOnlyMemory<byte>? Raw { get; init; }

    /// <summary>
    /// The break after <paramref name="deltas"/> deltas. When the answer has fewer than the script names, it breaks after its last.
    /// </summary>
    public BreakKind? BreaksAfter(int deltas, bool last) =>
        Break is { } wanted && (wanted.AfterDeltas == deltas || (last && wanted.AfterDeltas > deltas)) ? wanted.Kind : null;
}

/// <summary>Ends a stream early. The opening events of a stream or of a part are not deltas; the deltas of reasoning that
/// is shown are.</summary>
internal sealed record Break(BreakKind Kind, int AfterDeltas);

internal enum BreakKind
{
    /// <summary>The connection closes in the middle of the body; after 0 deltas only headers were sent.</summary>
    Cut,

    /// <summary>An error object is sent as a data event, then the stream ends without its terminal event.</summary>
    Error,

    /// <summary>Nothing more is sent until the client disconnects.</summary>
    Hang,
}
