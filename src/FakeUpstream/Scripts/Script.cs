namespace Platform.FakeUpstream.Scripts;

/// <summary>How an answer is to misbehave, or be shaped. <see cref="Plain"/> is a good answer at full speed.</summary>
internal sealed record Script
{
    public static Script Plain { get; } = new();

    /// <summary>Waited before the status line.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>Waited between two deltas of a stream.</summary>
    public TimeSpan ChunkDelay { get; init; }

    /// <summary>Refuse with this status, 400 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>In seconds, sent with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Only the first request misbehaves.</summary>
    public bool Once { get; init; }

    /// <summary>Send nothing at all until the client goes away.</summary>
    public bool Hang { get; init; }

    /// <summary>Close the connection without a status line.</summary>
    public bool Drop { get; init; }

    /// <summary>Answer in one piece, even when a stream was asked for.</summary>
    public bool Whole { get; init; }

    public Break? Break { get; init; }

    public bool NoUsage { get; init; }

    public bool NoDone { get; init; }

    /// <summary>Broken JSON: the whole answer, or one data line of a stream, after its opening event.</summary>
    public bool Malformed { get; init; }

    /// <summary>Answer with the last user message and nothing else.</summary>
    public bool Echo { get; init; }

    /// <summary>Answer with text of exactly so many tokens.</summary>
    public int? Tokens { get; init; }

    /// <summary>Each delta of a stream begins with the time at which it is sent; see <see cref="Answers.Timestamp"/>.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Reported as read from the cache, at most the whole prompt.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Reported as spent on thinking by each choice, on top of its text.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Reported as written to the cache, at most what of the prompt was not read from it.</summary>
    public int CacheWrittenTokens { get; init; }

    /// <summary>How often a tool is called, in parallel, when one is. A limit on tokens leaves out the calls that do not fit.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>
    /// What happens once <paramref name="deltas"/> have been sent. A break that the answer is too short for happens after its last.
    /// </summary>
    public BreakKind? BreaksAfter(int deltas, bool last) =>
        Break is { } wanted && (wanted.AfterDeltas == deltas || (last && wanted.AfterDeltas > deltas)) ? wanted.Kind : null;
}

/// <summary>How a stream stops before its end. The opening events of a stream, or of a part of one, are not
/// deltas; the deltas of a thought that is shown are.</summary>
internal sealed record Break(BreakKind Kind, int AfterDeltas);

internal enum BreakKind
{
    /// <summary>The connection closes in the middle of the body; after 0 deltas nothing but headers was sent.</summary>
    Cut,

    /// <summary>An error object is sent as a data event, then the stream ends without its terminal event.</summary>
    Error,

    /// <summary>Nothing more comes until the client goes away.</summary>
    Hang,
}
