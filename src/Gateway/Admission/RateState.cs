namespace Platform.Gateway.Admission;

/// <summary>The limits that have the least left, of the key, its account and the model.</summary>
/// <param name="At">The time at which that was so.</param>
/// <param name="Tokens">Null where there is no limit of tokens.</param>
internal sealed record RateState(DateTimeOffset At, LimitState Requests, LimitState? Tokens = null);

/// <summary>What is left of a minute's limit; after <paramref name="ResetAfter"/> all of it is free again.</summary>
internal sealed record LimitState(long Limit, long Remaining, TimeSpan ResetAfter);
