using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Idempotency;

/// <summary>
/// Between steps 3 and 4, for a request with an <c>Idempotency-Key</c>: it runs if nobody runs it and it was never charged. Otherwise its
/// client gets the answer there was, or is told why there is none. Requests without the header cost nothing here.
/// </summary>
internal sealed partial class Repeats(IConnectionMultiplexer redis, IOptions<IdempotencyOptions> options, TimeProvider time, ILogger<Repeats> log)
{
    private static readonly TillScript ClaimScript = new(typeof(Repeats), "claim.lua"), FinishScript = new(typeof(Repeats), "finish.lua");

    /// <summary>Longer than an admission can take.</summary>
    private static readonly TimeSpan UntilHold = TimeSpan.FromSeconds(10);

    /// <summary>An answer is kept just after its last byte has left, so a client that repeats at once is let wait for that.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private const int Moments = 5;

    private readonly IdempotencyOptions options = options.Value;

    private RedisValue Lifetime => (long)options.Lifetime.TotalMilliseconds;

    /// <summary>How much of the answer is needed for a repeat, in bytes; null where none is.</summary>
    public int? CopyLimit(Claim claim) => claim.Key is null ? null : options.MostAnswerBytes;

    public async ValueTask<StepResult<Claim>> ClaimAsync(HttpContext http, string requestId, KeyFacts owner, InferenceRequest request)
    {
        if (!http.Request.Headers.TryGetValue(Claim.Header, out var header))
            return default(Claim);
        if (header is not [{ } name] || !Claim.IsName(name))
            return ApiErrors.InvalidRequest($"The header {Claim.Header} must be there once, with 1 to {Claim.MostCharacters} printable ASCII characters, such as a UUID.", Claim.Header);

        var (key, fingerprint) = (Claim.KeyOf(owner, name), Claim.FingerprintOf(http.Request.Path, request));
        try
        {
            var answer = await AskAsync(owner, requestId, key, fingerprint);
            for (var waited = 0; waited < Moments && ReasonOf(answer) == ClaimReason.Running; waited++)
            {
                await Task.Delay(Moment, time, http.RequestAborted);
                answer = await AskAsync(owner, requestId, key, fingerprint);
            }

            return Understand(key, answer);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The credit service");
        }
    }

    private async Task<RedisResult[]> AskAsync(KeyFacts owner, string requestId, RedisKey key, string fingerprint) => (RedisResult[])(await ClaimScript.RunAsync(redis, [key],
    [
        requestId, fingerprint, Lifetime, TillKeys.Hold(TillKeys.ShardOf(owner.AccountId), ""), (long)UntilHold.TotalMilliseconds,
    ]))!;

    private static ClaimReason ReasonOf(RedisResult[] answer) => (ClaimReason)(int)answer[0];

    private static StepResult<Claim> Understand(RedisKey key, RedisResult[] answer)
    {
        var holder = (string)answer[1]!;
        return ReasonOf(answer) switch
        {
            ClaimReason.New => new Claim(key, null),
            ClaimReason.Kept => new Claim(null, new KeptAnswer(holder, (string)answer[2]!, (byte[])answer[3]!, (string?)answer[4] ?? "", (string?)answer[5] ?? "")),
            ClaimReason.Running => ApiErrors.RepeatInFlight(holder),
            ClaimReason.Other => ApiErrors.RepeatDiffers(holder),
            _ => ApiErrors.RepeatWithoutAnswer(holder),
        };
    }

    /// <summary>The request was refused: it may run again.</summary>
    public ValueTask ReleaseAsync(Claim claim, string requestId) => FinishAsync(claim, requestId, "released", "", [], "", "");

    /// <summary>
    /// Before the settlement, so that whoever finds a request settled finds its answer too. A whole answer is kept; a request that cost
    /// nothing may run again; any other is over.
    /// </summary>
    /// <param name="body">All that the client was sent; null when it was more than <see cref="CopyLimit"/>.</param>
    public ValueTask FinishAsync(Claim claim, string requestId, ForwardOutcome outcome, string? contentType, byte[]? body) => FinishAsync(
        claim, requestId, outcome.IsWhole && body is not null ? "kept" : outcome.IsWhole || outcome.IsCharged ? "ended" : "released",
        contentType ?? "", outcome.IsWhole ? body ?? [] : [], NamesInHeader.Join(outcome.ToolsNotOffered), NamesInHeader.Join(outcome.FieldsNotCarried));

    private async ValueTask FinishAsync(
        Claim claim, string requestId, string state, string contentType, byte[] body, string toolsNotOffered, string fieldsNotCarried)
    {
        if (claim.Key is not { } key)
            return;
        try
        {
            await FinishScript.RunAsync(redis, [key], [requestId, state, Lifetime, contentType, body, toolsNotOffered, fieldsNotCarried]);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // A repeat then looks at the hold, and is refused once that is settled.
            LogNotKept(log, requestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the answer of {RequestId}; a repeat of it will be refused")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}

/// <summary>What a claim comes to; the numbers are those of <c>claim.lua</c>.</summary>
internal enum ClaimReason
{
    New = 0,
    Running = 1,
    Other = 2,
    Kept = 3,
    Lost = 4,
}
