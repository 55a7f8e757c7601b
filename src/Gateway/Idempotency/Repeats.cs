using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Idempotency;

/// <summary>
/// Between steps 3 and 4, for a request with an <c>Idempotency-Key</c>: it runs if nobody runs it and it was never charged. Otherwise its
/// client gets the answer there was, or is told why there is none. Requests without the header cost nothing here.
/// </summary>
public sealed partial class Repeats(IConnectionMultiplexer redis, IOptions<IdempotencyOptions> options, TimeProvider time, ILogger<Repeats> log)
{
    private static readonly TillScript ClaimScript = new(typeof(Repeats), "claim.lua"), FinishScript = new(typeof(Repeats), "finish.lua");

    /// <summary>Longer than an admission can take.</summary>
    private static readonly TimeSpan UntilHold = TimeSpan.FromSeconds(10);

    /// <summary>An answer is kept just after its last byte has left, so a client that repeats at once is let wait for that.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private const int Moments = 5;

    private readonly IdempotencyOptions options = options.Value;

    private RedisValue Lifetime => (long)options.Lifetime.TotalMilliseconds;

    /// <summary>Sets <see cref="Call.Claim"/> when the request may run, and <see cref="Call.Kept"/> when it has its answer.</summary>
    public async ValueTask<ApiError?> ClaimAsync(Call call)
    {
        if (!call.Http.Request.Headers.TryGetValue(Claim.Header, out var header))
            return null;
        if (header is not [{ } name] || !Claim.IsName(name))
            return ApiErrors.InvalidRequest($"The header {Claim.Header} must be there once, with 1 to {Claim.MostCharacters} printable ASCII characters, such as a UUID.", Claim.Header);

        var (key, fingerprint) = (Claim.KeyOf(call.Key!, name), Claim.FingerprintOf(call));
        try
        {
            var answer = await AskAsync(call, key, fingerprint);
            for (var waited = 0; waited < Moments && ReasonOf(answer) == ClaimReason.Running; waited++)
            {
                await Task.Delay(Moment, time, call.ClientGone);
                answer = await AskAsync(call, key, fingerprint);
            }

            return Understand(call, key, answer);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The credit service");
        }
    }

    private async Task<RedisResult[]> AskAsync(Call call, RedisKey key, string fingerprint) => (RedisResult[])(await ClaimScript.RunAsync(redis, [key],
    [
        call.RequestId, fingerprint, Lifetime, TillKeys.Hold(TillKeys.ShardOf(call.Key!.AccountId), ""), (long)UntilHold.TotalMilliseconds,
    ]))!;

    private static ClaimReason ReasonOf(RedisResult[] answer) => (ClaimReason)(int)answer[0];

    private ApiError? Understand(Call call, RedisKey key, RedisResult[] answer)
    {
        var holder = (string)answer[1]!;
        switch (ReasonOf(answer))
        {
            case ClaimReason.New:
                var copy = new CopyingStream(call.Http.Response.Body, options.MostAnswerBytes);
                (call.Claim, call.Http.Response.Body) = (new Claim(key, copy), copy);
                return null;
            case ClaimReason.Kept:
                call.Kept = new KeptAnswer(holder, (string)answer[2]!, (byte[])answer[3]!, (string?)answer[4] ?? "", (string?)answer[5] ?? "");
                return null;
            case ClaimReason.Running:
                return ApiErrors.RepeatInFlight(holder);
            case ClaimReason.Other:
                return ApiErrors.RepeatDiffers(holder);
            default:
                return ApiErrors.RepeatWithoutAnswer(holder);
        }
    }

    /// <summary>
    /// Before the settlement, so that whoever finds a request settled finds its answer too. A whole answer is kept; a request that cost
    /// nothing may run again; any other is over.
    /// </summary>
    /// <param name="whole">The upstream's answer came to its good end, whether or not the client was still there.</param>
    public async ValueTask FinishAsync(Call call, bool whole)
    {
        if (call.Claim is not { } claim)
            return;
        var body = whole ? claim.Answer.Bytes : null;
        var state = body is not null ? "kept" : whole || call.Outcome is { IsCharged: true } ? "ended" : "released";
        try
        {
            await FinishScript.RunAsync(redis, [claim.Key],
            [
                call.RequestId, state, Lifetime, call.Http.Response.ContentType ?? "", body ?? [],
                NamesInHeader.Join(call.Outcome?.ToolsNotOffered ?? []), NamesInHeader.Join(call.Outcome?.FieldsNotCarried ?? []),
            ]);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // A repeat then looks at the hold, and is refused once that is settled.
            LogNotKept(log, call.RequestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the answer of {RequestId}; a repeat of it will be refused")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}

/// <summary>What a claim comes to; the numbers are those of <c>claim.lua</c>.</summary>
public enum ClaimReason
{
    New = 0,
    Running = 1,
    Other = 2,
    Kept = 3,
    Lost = 4,
}
