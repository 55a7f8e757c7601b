namespace Platform.Gateway.Kept;

/// <summary>A kind of thing that is kept for callers. Each account has a budget for each kind.</summary>
/// <param name="Name">In the keys of Redis.</param>
/// <param name="Lifetime">The same for all of one kind, so that the oldest is the first to expire.</param>
/// <param name="AccountBytes">What one account may have, compressed and with what keeping it takes.</param>
internal sealed record KeptKind(string Name, TimeSpan Lifetime, long AccountBytes);
