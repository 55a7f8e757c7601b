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
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// The life of a request. Every inference endpoint takes this one way, so nothing reaches an upstream unadmitted and nothing
/// admitted ends unsettled. A step returns what it found, or the error that ends the request there.
/// </summary>
internal sealed class RequestPipeline(
    KeyAuthentication keys, RequestReader reader, ModelCatalog catalog, Admitter admitter, Extender extender, UpstreamForwarder forwarder, Settler settler,
    Repeats repeats, Conversations conversations, ErrorWriter errors, IOptions<AdmissionOptions> admission, TimeProvider time)
{
    /// <summary>Long enough for a client to read what it has received, and short beside everything else about a stream that broke.</summary>
    private static readonly TimeSpan BreakDelay = TimeSpan.FromMilliseconds(300);

    /// <param name="protocol">That of the endpoint.</param>
    public async Task RunAsync(Call call, Protocol protocol)
    {
        var http = call.Http;
        if (!(await keys.IdentifyAsync(http)).Found(out var key, out var error)                                      // 1 key: who is calling
            || !(await reader.ReadAsync(http.Request, protocol, call.ClientGone)).Found(out var incoming, out error)  // 2 read: model, stream, limits
            || !catalog.FindRoutes(key, incoming.Request.Model, protocol, call.Endpoint, call.StartedAt).Found(out var plan, out error))   // 3 find
        {
            await errors.WriteAsync(http, call.Dialect, call.RequestId, error);
            return;
        }

        (call.Key, call.Request, call.Model, call.Protocol) = (key, incoming.Request, plan.Model, protocol);
        error = await repeats.ClaimAsync(call);
        if (error is null && (call.Kept is not null || plan.EstimatesTokens))
        {
            await (call.Kept?.WriteAsync(call) ?? TokenCount.WriteEstimateAsync(http, incoming.Request));
            return;
        }

        if (error is null && (await conversations.ContinueAsync(key.AccountId, incoming.Request, protocol)).Found(out var request, out error))
        {
            call.Request = request;
            error = await admitter.AdmitAsync(call);
        }

        if (error is not null)
        {
            await repeats.FinishAsync(call, whole: false);
            await errors.WriteAsync(http, call.Dialect, call.RequestId, error);
            return;
        }

        if (conversations.CopyLimit(call.Request) is { } limit)
            http.Response.Body = call.Answer = new CopyingStream(http.Response.Body, limit);
        var outcome = call.Outcome = await forwarder.ForwardAsync(new ForwardRequest(
            http, call.RequestId, call.Dialect, call.StartedAt, call.ArrivedTimestamp, protocol, call.Request, incoming.Reshaped,
            incoming.Request.PreviousResponse, plan.Model, new Funding(call.Lease!, wanted => extender.ExtendAsync(call, wanted), admission.Value.DefaultOutputTokens)));
        var answered = true;
        try
        {
            outcome.Fault?.Throw();
            answered = outcome.Error is not { } failure || await errors.WriteAsync(http, call.Dialect, call.RequestId, failure);
        }
        finally
        {
            await repeats.FinishAsync(call, outcome.IsWhole);
            if (outcome.IsWhole && call.Answer?.Bytes is { } answer)
                await conversations.KeepAsync(key.AccountId, call.RequestId, call.Request, answer);
            settler.Settle(call);
        }

        if (!answered)
            await BreakOffAsync(call, outcome);
    }

    /// <summary>
    /// A stream of Responses needs no breaking: its last event, response.failed, is an end of its own, and Codex shows it only when
    /// the body ends too. The others are broken, but not at once: a client in JavaScript drops what it has not read yet when its
    /// connection closes, so that of an error and a close that come together it sees the close alone, and asks again.
    /// </summary>
    private async Task BreakOffAsync(Call call, ForwardOutcome outcome)
    {
        if (call.Dialect == Dialect.Responses && outcome.ErrorEventSent)
            return;
        await Task.Delay(BreakDelay, time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.ClientGone.IsCancellationRequested)
            throw new AnswerBrokenOffException(outcome.Attempts[^1].ErrorCode);
    }
}
