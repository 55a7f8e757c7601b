using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>
/// A request on one clock, which starts when it arrives: what was checked, each attempt, its first token and its end. A record from before
/// the start of attempts was kept is drawn as if each began when the one before it ended.
/// </summary>
/// <param name="TotalMs">The end of the last attempt; at least 1.</param>
public sealed record Journey(long TotalMs, IReadOnlyList<Journey.Lane> Lanes, IReadOnlyList<Journey.Moment> Moments)
{
    /// <summary>A part of the time: <c>check</c>, <c>wait</c> or <c>answer</c>, which are its colours.</summary>
    public sealed record Span(string Kind, long From, long To);

    /// <param name="Spans">In their order; they do not overlap.</param>
    public sealed record Lane(string Name, IReadOnlyList<Span> Spans);

    /// <param name="At">Milliseconds since the request arrived.</param>
    public sealed record Moment(long At, string What);

    /// <param name="attempts">In their order; at least one.</param>
    public static Journey Of(IReadOnlyList<UsageRecord> attempts)
    {
        var (lanes, moments, end) = (new List<Lane>(), new List<Moment> { new(0, "The request arrived") }, 0L);
        if (attempts[0].StartMs is > 0 and var admitted)
            lanes.Add(new Lane("Checks and hold", [new Span("check", 0, admitted)]));
        foreach (var attempt in attempts)
        {
            var start = attempt.StartMs ?? end;
            end = start + attempt.DurationMs;
            var first = attempt.FirstByteMs is { } ms ? Math.Min(start + ms, end) : (long?)null;
            lanes.Add(new Lane(NameOf(attempt, attempts.Count), SpansOf(start, first, end)));
            moments.Add(new Moment(start, $"Sent to {attempt.Upstream}{(attempt.AskedModel is null ? "" : $" for {attempt.Model}")}"));
            if (first is { } began)
                moments.Add(new Moment(began, attempt.Streamed ? "First token went to your tool" : "The answer went to your tool"));
            moments.Add(
                new Moment(end, $"{UsageWords.Outcome(attempt.Outcome)}{(attempt.StatusCode is { } code ? $" (HTTP {code})" : "")}")
            );
        }

        return new Journey(Math.Max(1, end), lanes, moments);
    }

    /// <summary>In thousandths of the whole.</summary>
    public double Place(long at) => 1000.0 * at / TotalMs;

    private static string NameOf(UsageRecord attempt, int count) =>
        count == 1 ? attempt.Upstream : $"{attempt.Attempt}. {attempt.Upstream}";

    private static Span[] SpansOf(long start, long? first, long end) =>
        first is { } began ? [new Span("wait", start, began), new Span("answer", began, end)] : [new Span("wait", start, end)];
}
