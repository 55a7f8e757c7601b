using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Catalog;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Protocols;
using Platform.Gateway.Serving;
using Platform.Gateway.Settlement;
using Platform.Gateway.Telemetry;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Runs a request through its steps. Every inference endpoint takes this one path, so no request reaches an upstream without admission, and
/// no admitted request ends without settlement. A step returns what it found, or the error that ends the request.
/// </summary>
internal sealed class RequestPipeline(
    LoadLimit load,
    RequestSteps steps,
    AdmissionStep admission,
    HoldMoves moves,
    RefusalLimit refusals,
    UpstreamForwarder forwarder,
    SettlementStep settlement,
    IdempotencyStore idempotency,
    Conversations conversations,
    TenantIds tenants,
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
        if (load.TryEnter() is { } full)
        {
            GatewayTelemetry.Shed.Add(1);
            await WriteAsync(context, full);
            return;
        }

        try
        {
            if (await RunStepsAsync(context, protocol) is { } refusal)
                await WriteAsync(context, refusal);
        }
        finally
        {
            load.Leave();
        }
    }

    /// <summary>Null when the client has its answer; else the error that ended the request before a hold was placed.</summary>
    private async Task<ApiError?> RunStepsAsync(RequestContext context, Protocol protocol)
    {
        // 1 key: who is calling
        if (!(await steps.IdentifyAsync(context, protocol.CountsTokens)).Found(out var key, out var refusal))
            return refusal;
        return await RunStepsAsync(context, protocol, key) is { } ended ? refusals.Noted(key.Id, ended) : null;
    }

    private async Task<ApiError?> RunStepsAsync(RequestContext context, Protocol protocol, KeyFacts key)
    {
        var (http, id) = (context.Http, context.RequestId);
        // 2 read: model, stream, limits
        if (!(await steps.ReadAsync(context, protocol, key)).Found(out var read, out var refusal))
            return refusal;
        // 3 find: model -> routes and price
        if (!steps.Find(context, protocol, key, read.Request).Found(out var plan, out refusal))
            return refusal;
        if (plan.EstimatesTokens)
            return await EstimateAsync(context, read.Request, plan.Model);
        //   with "generate": false over a WebSocket: its input is kept, and no upstream is asked
        var lane = protocol.Request.CanContinue ? context.Lane : null;
        if (lane is { WarmsUp: true })
            return await WarmUpAsync(context, protocol, key, read.Request, plan, lane);
        //   with an Idempotency-Key: was it answered before?
        if (!(await idempotency.ClaimAsync(http, id, key, read.Request)).Found(out var claim, out refusal))
            return refusal;
        if (claim.Stored is { } stored)
            return await RepeatAsync(context, stored);
        if (!(await BeginAsync(context, protocol, key, read.Request, plan, claim, lane)).Found(out var begun, out refusal))
            return protocol.CountsTokens ? await EstimateAsync(context, read.Request, plan.Model) : refusal;
        var (request, models, funding) = begun;

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
                models,
                plan.Upstreams,
                funding
            )
        );
        context.HasReceipt = outcome.Attempts.Count > 0;
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
                End(
                    context,
                    protocol,
                    outcome,
                    funding.Hold,
                    () => context.ToUsage(key, request, models[0], funding.Hold, outcome, tenants)
                );
            }
        }

        if (!answered)
            await BreakOffAsync(context, outcome);
        return null;
    }

    private Task<bool> WriteAsync(RequestContext context, ApiError error) =>
        errors.WriteAsync(context.Http, context.Dialect, context.RequestId, error);

    /// <summary>Answers with the stored response of an earlier request.</summary>
    private static async Task<ApiError?> RepeatAsync(RequestContext context, StoredResponse stored)
    {
        context.ReplayOf = stored.RequestId;
        await stored.WriteAsync(context.Http);
        return null;
    }

    /// <summary>Answers with our own count of tokens: no upstream counts them, or this request may not ask one.</summary>
    private static async Task<ApiError?> EstimateAsync(RequestContext context, InferenceRequest request, Model model)
    {
        context.Rate = null;
        await TokenCount.WriteEstimateAsync(context.Http, request, model);
        return null;
    }

    /// <summary>Answers with a response without output, which later requests of the connection go on from.</summary>
    private async Task<ApiError?> WarmUpAsync(
        RequestContext context,
        Protocol protocol,
        KeyFacts key,
        InferenceRequest request,
        RoutePlan plan,
        LaneConversation lane
    )
    {
        if (!(await steps.CompleteAsync(protocol, key, request, plan, lane)).Found(out var complete, out var refusal))
            return refusal;
        lane.Begin(complete.Request);
        await WarmUp.WriteAsync(context, complete.Request, request.PreviousResponse);
        return null;
    }

    /// <summary>The request as it runs, and its hold. Where there is none, for whatever reason, its claim is released.</summary>
    private async ValueTask<StepResult<(InferenceRequest Request, Model[] Models, Funding Funding)>> BeginAsync(
        RequestContext context,
        Protocol protocol,
        KeyFacts key,
        InferenceRequest read,
        RoutePlan plan,
        IdempotencyClaim claim,
        LaneConversation? lane
    )
    {
        var begun = false;
        try
        {
            //   with a previous_response_id: the conversation before it; and priced: all that it asks for can be charged
            if (!(await steps.CompleteAsync(protocol, key, read, plan, lane)).Found(out var complete, out var refusal))
                return refusal;
            var (request, models) = complete;
            lane?.Begin(request);
            // 4 admit: check credit and limits, place the hold
            var (hold, rate) = await admission.AdmitAsync(
                context.HoldFor(key, models[0], context.Endpoint),
                request,
                models,
                protocol.CountsTokens
            );
            context.Rate = rate;
            begun = hold.Found(out var funding, out refusal);
            if (!begun)
                return refusal!;
            return (request, models, moves.Matter(models) ? Movable(context, funding!, request, models) : funding!);
        }
        finally
        {
            if (!begun)
                await idempotency.ReleaseAsync(claim, context.RequestId);
        }
    }

    /// <summary>The hold counts against the limits of whichever of the models is asked.</summary>
    private Funding Movable(RequestContext context, Funding funding, InferenceRequest request, Model[] models) =>
        moves.Between(funding, request, models, rate => context.Rate = rate);

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

    /// <summary>Settles what was tried; where nobody could be asked after all, there is nothing to settle, and the hold is void.</summary>
    private void End(RequestContext context, Protocol protocol, ForwardOutcome outcome, ActiveHold hold, Func<UsageEvent> describe)
    {
        if (outcome.Attempts.Count == 0)
        {
            admission.Void(hold);
            return;
        }

        var usage = describe();
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
            throw new AnswerBrokenOffException(outcome.Attempts is [.., var last] ? last.ErrorCode : null);
    }
}
