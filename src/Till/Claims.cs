using StackExchange.Redis;

namespace Platform.Till;

/// <summary>A request with an Idempotency-Key that asks to run.</summary>
/// <param name="Key">From <see cref="TillKeys.Claim"/>.</param>
/// <param name="Fingerprint">Distinguishes this request from another one with the same Idempotency-Key.</param>
/// <param name="Lifetime">How long the claim is kept.</param>
public sealed record ClaimRequest(Guid AccountId, string Key, string RequestId, string Fingerprint, TimeSpan Lifetime);

/// <summary>The result of a claim; the numbers are those of <c>claim.lua</c>.</summary>
public enum ClaimReason
{
    /// <summary>The request may run.</summary>
    New = 0,

    /// <summary>The first request with this Idempotency-Key still runs.</summary>
    Running = 1,

    /// <summary>The Idempotency-Key belongs to a request with other contents.</summary>
    Other = 2,

    /// <summary>The response of the first request was stored.</summary>
    Kept = 3,

    /// <summary>The first request was charged, and its response is not stored.</summary>
    Lost = 4,
}

/// <param name="Holder">The id of the request that has the claim.</param>
public sealed record ClaimAnswer(ClaimReason Reason, string Holder);

/// <summary>How a claim ends.</summary>
public enum ClaimEnd
{
    /// <summary>With a response for repeats, which lies elsewhere.</summary>
    Kept,

    /// <summary>Charged, without a response for repeats.</summary>
    Ended,

    /// <summary>Nothing was charged: the request may run again.</summary>
    Released,
}

/// <summary>Claims of Idempotency-Keys: of the requests with one key, one runs at a time, and none after one that was charged.</summary>
public sealed class Claims(IConnectionMultiplexer redis)
{
    private static readonly TillScript Claim = new("claim.lua"),
        Finish = new("finish.lua");

    /// <summary>How long a claim whose hold is not there yet counts as running: longer than an admission can take.</summary>
    private static readonly TimeSpan UntilHold = TimeSpan.FromSeconds(10);

    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still place the claim.</exception>
    public async Task<ClaimAnswer> ClaimAsync(ClaimRequest request)
    {
        var answer = (RedisResult[])
            (
                await Claim.RunAsync(
                    redis,
                    [request.Key],
                    [
                        request.RequestId,
                        request.Fingerprint,
                        TillLifetimes.Milliseconds(request.Lifetime),
                        TillKeys.Hold(TillKeys.ShardOf(request.AccountId), ""),
                        TillLifetimes.Milliseconds(UntilHold),
                        TillLifetimes.Seconds(TillLifetimes.EndedHold),
                    ]
                )
            )!;
        return new ClaimAnswer((ClaimReason)(int)answer[0], (string)answer[1]!);
    }

    /// <summary>Ends a claim, for its holder alone.</summary>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still end the claim.</exception>
    public Task FinishAsync(string key, string requestId, ClaimEnd end, TimeSpan lifetime) =>
        Finish.RunAsync(redis, [key], [requestId, Word(end), TillLifetimes.Milliseconds(lifetime)]);

    private static string Word(ClaimEnd end) =>
        end switch
        {
            ClaimEnd.Kept => "stored",
            ClaimEnd.Ended => "ended",
            _ => "released",
        };
}
