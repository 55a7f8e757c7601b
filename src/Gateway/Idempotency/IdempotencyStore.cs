using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Kept;
using Platform.Gateway.Protocols;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Idempotency;

/// <summary>
/// Between steps 3 and 4, for a request with an <c>Idempotency-Key</c>: it runs if no request under that key runs and none was charged.
/// Otherwise its client gets the stored response, or an error that says why there is none. Who may run is decided in the till; the response
/// lies in the <see cref="KeptStore"/>, which may lose it. Requests without the header cost nothing here.
/// </summary>
internal sealed partial class IdempotencyStore(
    Claims till,
    KeptStore kept,
    IOptions<IdempotencyOptions> options,
    TimeProvider time,
    ILogger<IdempotencyStore> log
)
{
    /// <summary>A response is stored just after its last byte was sent, so a client that repeats at once waits for that.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);
    private const int MaxRetries = 5;

    private readonly IdempotencyOptions options = options.Value;
    private readonly KeptKind answers = new("answer", options.Value.Lifetime, options.Value.AccountBytes);

    /// <summary>How much of the response is needed for a repeat, in bytes; null where none is.</summary>
    public int? CopyLimit(IdempotencyClaim claim) => claim.Key is null ? null : options.MaxAnswerBytes;

    public async ValueTask<StepResult<IdempotencyClaim>> ClaimAsync(
        HttpContext http,
        string requestId,
        KeyFacts key,
        InferenceRequest request
    )
    {
        if (!http.Request.Headers.TryGetValue(IdempotencyClaim.Header, out var header))
            return default(IdempotencyClaim);
        if (header is not [{ } name] || !IdempotencyClaim.IsName(name))
        {
            return ApiErrors.InvalidRequest(
                $"The header {IdempotencyClaim.Header} must be there once, with 1 to {IdempotencyClaim.MaxCharacters} printable ASCII "
                    + "characters, such as a UUID.",
                IdempotencyClaim.Header
            );
        }

        try
        {
            return await ClaimAsync(
                new ClaimRequest(
                    key.AccountId,
                    IdempotencyClaim.KeyFor(key, name),
                    requestId,
                    IdempotencyClaim.FingerprintFor(http.Request.Path, request),
                    options.Lifetime
                ),
                http.RequestAborted
            );
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The store of Idempotency-Keys and their answers");
        }
    }

    private async Task<StepResult<IdempotencyClaim>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var answer = await till.ClaimAsync(request);
        for (var retries = 0; retries < MaxRetries && answer.Reason == ClaimReason.Running; retries++)
        {
            await Task.Delay(RetryPause, time, cancellationToken);
            answer = await till.ClaimAsync(request);
        }

        return answer switch
        {
            { Reason: ClaimReason.New } => new IdempotencyClaim(request.Key, request.AccountId, null),
            { Reason: ClaimReason.Kept } when await FindAsync(request.AccountId, answer.Holder) is { } stored => new IdempotencyClaim(
                null,
                request.AccountId,
                stored
            ),
            { Reason: ClaimReason.Running } => ApiErrors.RepeatInFlight(answer.Holder),
            { Reason: ClaimReason.Other } => ApiErrors.RepeatDiffers(answer.Holder),
            _ => ApiErrors.RepeatWithoutAnswer(answer.Holder),
        };
    }

    /// <summary>Null where the response made room for newer ones.</summary>
    private async Task<StoredResponse?> FindAsync(Guid account, string requestId) =>
        await kept.FindAsync(answers, account, requestId) is { } found ? StoredResponse.Parse(requestId, found) : null;

    /// <summary>Releases the claim of a request that was refused: it may run again.</summary>
    public ValueTask ReleaseAsync(IdempotencyClaim claim, string requestId) => EndAsync(claim, requestId, ClaimEnd.Released);

    /// <summary>
    /// Ends the claim. Called before the request is settled, so that a settled request always has its response. A whole response is stored;
    /// a request that cost nothing may run again; any other has ended.
    /// </summary>
    /// <param name="body">All that the client was sent; null when it was more than <see cref="CopyLimit"/>.</param>
    public async ValueTask FinishAsync(IdempotencyClaim claim, string requestId, ForwardOutcome outcome, string? contentType, byte[]? body)
    {
        if (claim.Key is null)
            return;
        var isKept =
            outcome.IsWhole
            && body is not null
            && await KeepAsync(
                claim.Account,
                new StoredResponse(
                    requestId,
                    contentType ?? "",
                    NamesInHeader.Join(outcome.ToolsNotOffered),
                    NamesInHeader.Join(outcome.FieldsNotCarried),
                    body
                )
            );
        await EndAsync(
            claim,
            requestId,
            isKept ? ClaimEnd.Kept
                : outcome.IsWhole || outcome.IsCharged ? ClaimEnd.Ended
                : ClaimEnd.Released
        );
    }

    private async Task<bool> KeepAsync(Guid account, StoredResponse response)
    {
        try
        {
            return await kept.KeepAsync(answers, account, response.RequestId, response.ToBytes());
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogNotKept(log, response.RequestId, e);
            return false;
        }
    }

    private async ValueTask EndAsync(IdempotencyClaim claim, string requestId, ClaimEnd end)
    {
        if (claim.Key is not { } key)
            return;
        try
        {
            await till.FinishAsync(key, requestId, end, options.Lifetime);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // A repeat is then refused by the state of the hold, once that is settled.
            LogNotKept(log, requestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the answer of {RequestId}; a repeat of it will be refused")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}
