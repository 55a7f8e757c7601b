using System.Globalization;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Tells a caller what is left of its limits: in OpenAI's headers, whose times are spans, and in its own dialect, in Anthropic's, whose times
/// are points.
/// </summary>
internal static class RateLimitHeaders
{
    /// <summary>All of them, which a script of another origin may read.</summary>
    public static readonly string[] Names =
    [
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens",
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-reset-tokens",
        "anthropic-ratelimit-requests-limit",
        "anthropic-ratelimit-requests-remaining",
        "anthropic-ratelimit-requests-reset",
        "anthropic-ratelimit-tokens-limit",
        "anthropic-ratelimit-tokens-remaining",
        "anthropic-ratelimit-tokens-reset",
    ];

    /// <param name="now">The time at which the response begins.</param>
    public static void Write(IHeaderDictionary headers, Dialect dialect, RateState rate, DateTimeOffset now)
    {
        var since = now - rate.At;
        WriteOpenAI(headers, 0, rate.Requests, since);
        if (rate.Tokens is { } tokens)
            WriteOpenAI(headers, 3, tokens, since);
        if (dialect != Dialect.Anthropic)
            return;
        WriteAnthropic(headers, 6, rate.Requests, rate.At);
        if (rate.Tokens is { } counted)
            WriteAnthropic(headers, 9, counted, rate.At);
    }

    private static void WriteOpenAI(IHeaderDictionary headers, int first, LimitState state, TimeSpan since)
    {
        WriteCounts(headers, first, state);
        headers[Names[first + 2]] = Span(state.ResetAfter - since);
    }

    private static void WriteAnthropic(IHeaderDictionary headers, int first, LimitState state, DateTimeOffset at)
    {
        WriteCounts(headers, first, state);
        headers[Names[first + 2]] = Point(at + state.ResetAfter);
    }

    private static void WriteCounts(IHeaderDictionary headers, int first, LimitState state)
    {
        headers[Names[first]] = state.Limit.ToString(CultureInfo.InvariantCulture);
        headers[Names[first + 1]] = state.Remaining.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>As OpenAI writes it: <c>20ms</c>, <c>8.64s</c>, <c>1m0s</c>. Rounded up, so that it is over then.</summary>
    internal static string Span(TimeSpan span)
    {
        var ms = Math.Max(0, (long)Math.Ceiling(span.TotalMilliseconds));
        return ms == 0 ? "0s"
            : ms < 1_000 ? string.Create(CultureInfo.InvariantCulture, $"{ms}ms")
            : ms < 60_000 ? string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000m:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000}m{ms % 60_000 / 1_000m:0.###}s");
    }

    /// <summary>RFC 3339, to the second, rounded up.</summary>
    internal static string Point(DateTimeOffset time) =>
        time.AddTicks(TimeSpan.TicksPerSecond - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
