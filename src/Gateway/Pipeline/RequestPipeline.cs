using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Catalog;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Keys;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Platform.Gateway.Settlement;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Runs a request through its steps. Every inference endpoint takes this one path, so no request reaches an upstream without admission, and
/// no admitted request ends without settlement. A step returns what it found, or the error that ends the request.
/// </summary>
internal sealed class RequestPipeline(
    KeyAuthentication keys,
    RequestReader reader,
    ModelCatalog catalog,
    AdmissionStep admission,
    UpstreamForwarder forwarder,
    SettlementStep settlement,
    IdempotencyStore idempotency,
    Conversations conversations,
    ErrorWriter errors,
    TimeProvider time
)
{
    /// <summary>
    /// How long the connection stays open after the last event, so that the client reads it. See <see cref="BreakOffAsync"/>.
    /// </summary>
    private static readonly TimeSpan BreakDelay = TimeSpan.FromMilliseconds(300);

    /// <param name="protocol">The protocol of the endpoint.</param>
    public async Task RunAsync(RequestContext context, Protocol protocol)
    {
        if (await RunStepsAsync(context, protocol) is { } refusal)
            await WriteAsync(context, refusal);
    }

    /// <summary>Null when the client has its answer; else the error that ended the request before a hold was placed.</summary>
    private async Task<ApiError?> RunStepsAsync(RequestContext context, Protocol protocol)
    {
        var (http, id) = (context.Http, context.RequestId);
        // 1 key: who is calling
        if (!(await keys.IdentifyAsync(http)).Found(out var key, out var refusal))
            return refusal;
        // 2 read: model, stream, limits
        if (!(await reader.ReadAsync(http.Request, protocol, context.ClientGone)).Found(out var read, out refusal))
            return refusal;
        // 3 find: model -> routes and price
        if (!catalog.FindRoutes(key, read.Request.Model, protocol, context.Endpoint, context.StartedAt).Found(out var plan, out refusal))
            return refusal;
        //   with an Idempotency-Key: was it answered before?
        if (!(await idempotency.ClaimAsync(http, id, key, read.Request)).Found(out var claim, out refusal))
            return refusal;
        if (claim.Stored is not null || plan.EstimatesTokens)
            return await AnswerLocallyAsync(context, claim, read.Request);
        //   with a previous_response_id: the conversation before it
        // 4 admit: check credit and limits, place the hold
        if (
            !(await conversations.ContinueAsync(key.AccountId, read.Request, protocol)).Found(out var request, out refusal)
            || !(await AdmitAsync(context, key, request, plan.Model)).Found(out var funding, out refusal)
        )
        {
            await idempotency.ReleaseAsync(claim, id);
            return refusal;
        }

        // 5 forward and 6 meter
        var copy = CopyResponse(http, idempotency.CopyLimit(claim), conversations.CopyLimit(request));
        var outcome = await forwarder.ForwardAsync(
            new ForwardRequest(
                http,
                id,
                context.Dialect,
                context.StartedAt,
                context.ArrivedTimestamp,
                protocol,
                request,
                read.Reshaped,
                read.Request.PreviousResponse,
                plan.Model,
                funding
            )
        );
        var answered = false;
        try
        {
            outcome.Fault?.Throw();
            answered = outcome.Error is not { } error || await WriteAsync(context, error);
        }
        finally
        {
            try
            {
                await KeepResponseAsync(context, key, request, claim, outcome, copy);
            }
            finally
            {
                // 7 settle: hold -> charge or release; step 8, posting to the ledger, is Usage's
                Settle(context, protocol, outcome, context.ToUsage(key, request, plan.Model, funding.Hold, outcome));
            }
        }

        if (!answered)
            await BreakOffAsync(context, outcome);
        return null;
    }

    private Task<bool> WriteAsync(RequestContext context, ApiError error) =>
        errors.WriteAsync(context.Http, context.Dialect, context.RequestId, error);

    /// <summary>Answers without an upstream: with the stored response of an earlier request, or with our own count of tokens.</summary>
    private static async Task<ApiError?> AnswerLocallyAsync(RequestContext context, IdempotencyClaim claim, InferenceRequest request)
    {
        context.ReplayOf = claim.Stored?.RequestId;
        await (claim.Stored?.WriteAsync(context.Http) ?? TokenCount.WriteEstimateAsync(context.Http, request));
        return null;
    }

    private async ValueTask<StepResult<Funding>> AdmitAsync(RequestContext context, KeyFacts key, InferenceRequest request, Model model)
    {
        var (hold, rate) = await admission.AdmitAsync(context.HoldFor(key, model), request, model);
        context.Rate = rate;
        return hold;
    }

    /// <summary>Copies what is sent to the client, up to the larger of the two limits; null when neither store needs a copy.</summary>
    private static TeeStream? CopyResponse(HttpContext http, int? forRepeats, int? forContinuation)
    {
        if ((forRepeats, forContinuation) is (null, null))
            return null;
        var copy = new TeeStream(http.Response.Body, Math.Max(forRepeats ?? 0, forContinuation ?? 0));
        http.Response.Body = copy;
        return copy;
    }

    /// <summary>
    /// Stores the response before the request is settled, so that a settled request always has its response. A store that does not answer
    /// does not prevent the settlement.
    /// </summary>
    private async Task KeepResponseAsync(
        RequestContext context,
        KeyFacts key,
        InferenceRequest request,
        IdempotencyClaim claim,
        ForwardOutcome outcome,
        TeeStream? copy
    )
    {
        await idempotency.FinishAsync(
            claim,
            context.RequestId,
            outcome,
            context.Http.Response.ContentType,
            outcome.IsWhole ? copy?.Copy(idempotency.CopyLimit(claim)) : null
        );
        if (outcome.IsWhole && copy?.Copy(conversations.CopyLimit(request)) is { } answer)
            await conversations.KeepAsync(key.AccountId, context.RequestId, request, answer);
    }

    private void Settle(RequestContext context, Protocol protocol, ForwardOutcome outcome, UsageEvent usage)
    {
        RequestTelemetry.Ended(usage, protocol, outcome.Provider, context.Span);
        settlement.Settle(usage);
    }

    /// <summary>
    /// Closes the connection after a stream that failed, unless it is a stream of Responses: its last event, response.failed, is a valid
    /// end, and Codex shows it only when the body ends too. The close waits a moment: a JavaScript client drops unread data when its
    /// connection closes, so when error and close arrive together it sees only the close, and sends the request again.
    /// </summary>
    private async Task BreakOffAsync(RequestContext context, ForwardOutcome outcome)
    {
        if (context.Dialect == Dialect.Responses && outcome.ErrorEventSent)
            return;
        await Task.Delay(BreakDelay, time, context.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!context.ClientGone.IsCancellationRequested)
            throw new AnswerBrokenOffException(outcome.Attempts[^1].ErrorCode);
    }
}
