using Platform.Contracts;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// How long each part of one call may take: what its route says, else its upstream, else the gateway's settings. A whole answer has no
/// first token to wait for: its headers may come only when all of it is generated.
/// </summary>
internal readonly record struct AttemptDeadlines(
    TimeSpan Connect,
    TimeSpan Headers,
    TimeSpan FirstToken,
    TimeSpan Silence,
    TimeSpan Total,
    bool IsStream
)
{
    /// <param name="left">What is left of the time of the whole request, over all its attempts.</param>
    public static AttemptDeadlines For(ModelRoute route, Upstream upstream, ForwardingOptions options, bool isStream, TimeSpan left)
    {
        var (nearer, wider) = (route.Deadlines, upstream.Deadlines);
        return new AttemptDeadlines(
            nearer?.Connect ?? wider.Connect ?? options.ConnectTimeout,
            nearer?.Headers ?? wider.Headers ?? options.HeadersTimeout,
            nearer?.FirstToken ?? wider.FirstToken ?? options.FirstTokenTimeout,
            nearer?.Silence ?? wider.Silence ?? options.IdleTimeout,
            Earlier(nearer?.Total ?? wider.Total ?? options.AnswerTimeout, left),
            isStream
        );
    }

    /// <summary>From the start of the call to the headers of its answer.</summary>
    public TimeSpan UntilHeaders => Earlier(Headers, IsStream ? Earlier(FirstToken, Total) : Total);

    /// <summary>How long the next read of the answer may take.</summary>
    /// <param name="elapsed">Since the start of the call.</param>
    /// <param name="hasContent">The answer has begun.</param>
    public TimeSpan UntilNextRead(TimeSpan elapsed, bool hasContent)
    {
        var end = IsStream && !hasContent ? Earlier(FirstToken, Total) : Total;
        return end > elapsed ? Earlier(Silence, end - elapsed) : TimeSpan.Zero;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
