using Platform.Gateway.Admission;
using Platform.Gateway.Catalog;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Keys;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Platform.Gateway.Settlement;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// The life of a request. Every inference endpoint takes this one way, so nothing reaches an upstream unadmitted and nothing
/// admitted ends unsettled. A step answers null to go on, or the error to tell the caller.
/// </summary>
public sealed class Journey(
    KeyRing keys, RequestReader reader, ModelCatalog catalog, Admitter admitter, UpstreamForwarder forwarder, Settler settler,
    Repeats repeats, Conversations conversations, ErrorWriter errors, TimeProvider time)
{
    /// <summary>Long enough for a client to read what it has got, and short beside everything else about a stream that broke.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(300);

    /// <param name="protocol">That of the endpoint.</param>
    public async Task TravelAsync(Call call, Protocol protocol)
    {
        call.Protocol = protocol;
        var refusal = await keys.IdentifyAsync(call)   // 1 key: who is calling
            ?? await reader.ReadAsync(call)            // 2 read: model, stream, limits
            ?? catalog.Find(call)                      // 3 find: model -> routes and price
            ?? await repeats.ClaimAsync(call);         //   with an Idempotency-Key: was it answered before?
        if (refusal is null && (call.Kept is not null || call.Routes.Count == 0))
        {
            // Nobody has to be asked: it is the answer of the first time, or our own count of tokens.
            await (call.Kept?.WriteAsync(call) ?? TokenCount.WriteEstimateAsync(call));
            return;
        }

        refusal ??= await conversations.ContinueAsync(call)   //   with a previous_response_id: what was said before
            ?? await admitter.AdmitAsync(call);               // 4 admit: may they, now; places the hold
        if (refusal is not null)
        {
            await repeats.FinishAsync(call, whole: false);
            await errors.WriteAsync(call, refusal);
            return;
        }

        var (whole, answered) = (false, true);
        try
        {
            var failure = await forwarder.ForwardAsync(call);   // 5 forward and 6 meter
            whole = failure is null;
            answered = failure is null || await errors.WriteAsync(call, failure);
        }
        finally
        {
            await repeats.FinishAsync(call, whole);
            if (whole)
                await conversations.KeepAsync(call);
            settler.Settle(call);   // 7 settle: hold -> charge or release; step 8, booking, is Usage's
        }

        if (!answered)
            await BreakOffAsync(call);
    }

    /// <summary>
    /// A stream of Responses needs no breaking: what it was told, response.failed, is an end of its own, and Codex shows it only when
    /// the body ends too. The others are broken, but not at once: a client in JavaScript drops what it has not read yet when its
    /// connection closes, so that of an error and a close that come together it sees the close alone, and asks again.
    /// </summary>
    private async Task BreakOffAsync(Call call)
    {
        if (call is { Dialect: Dialect.Responses, ErrorTold: true })
            return;
        await Task.Delay(Farewell, time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.ClientGone.IsCancellationRequested)
            throw new AnswerBrokenOffException(call.Attempts[^1].ErrorCode);
    }
}

/// <summary>
/// Thrown through the server when a stream broke after it had begun. The server then sends what was written, the error event last, and
/// closes the connection without the body's end: a clean end would make some agents take half an answer for a whole one, or ask
/// again without end. Aborting the request was not taken, because it drops what has not left yet. It is no error of the gateway's, and
/// nobody is told of it as one: see <see cref="Telemetry.QuietBreaks"/>.
/// </summary>
/// <param name="errorCode">What the client was told.</param>
public sealed class AnswerBrokenOffException(string? errorCode) : Exception("The upstream broke off in the middle of an answer; the client was told, and its connection is closed.")
{
    public string? ErrorCode => errorCode;
}
