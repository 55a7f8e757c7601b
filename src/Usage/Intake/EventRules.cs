using Platform.Contracts;
using Platform.Till;

namespace Platform.Usage.Intake;

/// <summary>What must be true of an event before it is posted.</summary>
internal static class EventRules
{
    private const int LongestText = 1_000;

    /// <summary>The first thing wrong with <paramref name="e"/>, or null.</summary>
    /// <exception cref="OverflowException">A cost does not fit a <see cref="Money"/>.</exception>
    public static string? Problem(UsageEvent e, int shard) =>
        TextProblem("requestId", e.RequestId)
        ?? TextProblem("keyId", e.KeyId)
        ?? TextProblem("budgetId", e.BudgetId)
        ?? TextProblem("endpoint", e.Endpoint)
        ?? TextProblem("model", e.Model)
        ?? OptionalTextProblem("askedModel", e.AskedModel)
        ?? OptionalTextProblem("client", e.Client)
        ?? OptionalTextProblem("traceId", e.TraceId)
        ?? OptionalTextProblem("sessionId", e.SessionId)
        ?? (e.RequestId.Length == 0 ? "requestId is empty" : null)
        ?? (TillKeys.ShardOf(e.AccountId) != shard ? $"account {e.AccountId} does not belong to shard {shard}" : null)
        ?? (e.StartedAt.Year is < 2000 or > 9000 ? $"startedAt {e.StartedAt:O} is out of range" : null)
        ?? (e.PlacedAt is { Year: < 2000 or > 9000 } placed ? $"placedAt {placed:O} is out of range" : null)
        ?? (e.DurationMs < 0 || e.FirstByteMs < 0 || e.Hold < Money.Zero ? "a duration or the hold is negative" : null)
        ?? (e.Attempts is not { Count: > 0 } ? "it has no attempts" : null)
        ?? Problem(e.Attempts);

    private static string? Problem(IReadOnlyList<Attempt> attempts)
    {
        if (attempts.Contains(null!))
            return "an attempt is null";
        if (attempts.Count > 1 && attempts.DistinctBy(attempt => attempt.Number).Count() < attempts.Count)
            return "two attempts have the same number";
        foreach (var attempt in attempts)
            if (Problem(attempt) is { } problem)
                return $"attempt {attempt.Number}: {problem}";
        return null;
    }

    private static string? Problem(Attempt attempt) =>
        attempt.Usage is null || attempt.Price is null
            ? "usage or price is missing"
            : TextProblem("upstream", attempt.Upstream)
                ?? TextProblem("upstreamModel", attempt.UpstreamModel)
                ?? OptionalTextProblem("model", attempt.Model)
                ?? OptionalTextProblem("credential", attempt.Credential)
                ?? OptionalTextProblem("errorCode", attempt.ErrorCode)
                ?? OptionalTextProblem("price.tier", attempt.Price.Tier)
                ?? (
                    !Enum.IsDefined(attempt.Outcome)
                    || !Enum.IsDefined(attempt.Source)
                    || attempt.Doubt is { } doubt && !Enum.IsDefined(doubt)
                        ? "outcome, source or doubt is unknown"
                        : null
                )
                ?? (
                    attempt.Number < 0 || attempt.Number == 0 != (attempt.Outcome == Outcome.Abandoned)
                        ? "number 0 is for abandoned holds only"
                        : null
                )
                ?? (
                    attempt.DurationMs < 0
                    || attempt.FirstByteMs < 0
                    || attempt.StartMs < 0
                    || IsNegative(attempt.Usage)
                    || IsNegative(attempt.Price)
                        ? "a duration, a count of tokens or a price is negative"
                        : null
                )
                ?? ToolProblem(attempt.Tools)
                ?? ChargeProblem(attempt);

    private static string? ToolProblem(IReadOnlyList<ToolCalls>? tools)
    {
        foreach (var calls in tools ?? [])
            if (calls is null || TextProblem("tools.tool", calls.Tool) is not null || (calls.Calls | calls.PerCall) < 0)
                return "the calls of a hosted tool have no name, or a negative number or price";
        return null;
    }

    private static string? ChargeProblem(Attempt attempt)
    {
        // An attempt that sent the client no token is free, whatever the upstream counted.
        var free = attempt.Outcome is Outcome.Failed or Outcome.Abandoned;
        var expected = free ? Money.Zero : attempt.Cost();
        if (attempt.Charge < Money.Zero || attempt.WrittenOff < Money.Zero)
            return "the charge or what is written off is negative";
        return attempt.Charge + attempt.WrittenOff == expected
            ? null
            : $"the charge is {attempt.Charge.NanoUsd} and {attempt.WrittenOff.NanoUsd} is written off, but it cost "
                + $"{expected.NanoUsd} nano-USD";
    }

    private static bool IsNegative(TokenUsage usage) =>
        (
            usage.Input
            | usage.Output
            | usage.CachedInput
            | usage.CacheWrite
            | usage.Reasoning
            | usage.CacheWriteHour
            | usage.AudioInput
            | usage.AudioOutput
            | usage.ImageInput
        ) < 0;

    private static bool IsNegative(Price price) =>
        (
            price.Input
            | price.Output
            | (price.CachedInput ?? 0)
            | (price.CacheWrite ?? 0)
            | (price.Reasoning ?? 0)
            | (price.CacheWriteHour ?? 0)
            | (price.AudioInput ?? 0)
            | (price.AudioOutput ?? 0)
            | (price.ImageInput ?? 0)
            | (price.AboveInput ?? 0)
        ) < 0;

    private static string? TextProblem(string name, string? value) =>
        value is null ? name + " is missing" : OptionalTextProblem(name, value);

    /// <summary>PostgreSQL refuses NUL in a text, and refuses to index a very long one.</summary>
    private static string? OptionalTextProblem(string name, string? value) =>
        value is not null && (value.Length > LongestText || value.Contains('\0')) ? name + " is too long or contains NUL" : null;
}
