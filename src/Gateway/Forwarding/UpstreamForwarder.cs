using System.Diagnostics;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Fairness;
using Platform.Gateway.Health;
using Platform.Gateway.Routes;
using Platform.Gateway.Serving;
using Platform.Gateway.Telemetry.Messages;
using Platform.Gateway.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Steps 5 and 6: sends the request to one route after another until one answers, as <see cref="RouteChooser"/> orders them. Once anything
/// but comments has been sent to the client, or an attempt is charged, no other is tried.
/// </summary>
internal sealed partial class UpstreamForwarder(
    IHttpForwarder yarp,
    RouteChooser routes,
    RouteHealth health,
    UpstreamRegistry upstreams,
    UpstreamConnections connections,
    IOptions<ForwardingOptions> options,
    ErrorWriter errors,
    IHostApplicationLifetime lifetime,
    MessageCapture capture,
    AnswerMemory memory,
    UpstreamBodies bodies,
    UpstreamPlaces places,
    TimeProvider time,
    ILogger<UpstreamForwarder> log,
    Shutdown? shutdown = null
)
{
    /// <summary>With less time left no other route is tried.</summary>
    private static readonly TimeSpan MinAttempt = TimeSpan.FromSeconds(1);

    private static readonly UpstreamFailure Unreachable = new(ApiErrors.UpstreamFailed("could not be reached properly"), TryNext: true);

    /// <summary>An exception of ours ended it.</summary>
    private static readonly UpstreamFailure Unforeseen = Unreachable with { Verdict = CallVerdict.Unknown };

    // YARP's timeout does not know silence from slowness before the headers are forwarded: KeepAliveInvoker, MeteredStream and
    // ReadTimeoutStream do. It is a little longer, so that they still can say what happened.
    private readonly ForwarderRequestConfig config = new() { ActivityTimeout = options.Value.RequestTimeout + TimeSpan.FromSeconds(10) };

    /// <summary>Never throws: an unexpected exception is part of the outcome, as are the attempts until then.</summary>
    public async Task<ForwardOutcome> ForwardAsync(ForwardRequest request)
    {
        var exchange = new Exchange(request, time) { Over = shutdown?.Over ?? default };
        UpstreamFailure? failure = null;
        try
        {
            exchange.WriteHeadersOnStart();
            using var drain = new Drain(exchange, options.Value.DrainTime, lifetime.ApplicationStopping);
            using var invoker = new KeepAliveInvoker(
                exchange,
                connections.Handler,
                options.Value.KeepAlive,
                options.Value.HeadersTimeout,
                time
            );
            failure = await TryAllAsync(exchange, invoker);
            if (failure is not null && invoker.OnlyCommentsSent)
                await invoker.EndAsync(ErrorEvent(exchange, failure.Error, default));
        }
        catch (Exception e)
        {
            exchange.Fail(e);
        }

        return exchange.End(failure?.Error);
    }

    /// <summary>Null when the client has its answer; else the failure that its client is told.</summary>
    private async Task<UpstreamFailure?> TryAllAsync(Exchange exchange, KeepAliveInvoker invoker)
    {
        var (request, choice) = (exchange.Request, routes.For(exchange.Request));
        UpstreamFailure? failure = null,
            limited = null;
        while (exchange.NextAttempt <= options.Value.MaxAttempts && choice.TryNext(out var candidate))
        {
            if (request.Funding.MoveAsync is { } move && await move(candidate.Model) is { HasRoom: false } full)
            {
                candidate.Probe?.Return();
                choice.PassOver();
                if (full.Refusal is { } refusal)
                    limited = Sooner(limited, new UpstreamFailure(refusal, TryNext: true));
                continue;
            }

            var attempt = new UpstreamAttempt(exchange, candidate, time) { Sticky = choice.Sticky };
            var last = await TryAsync(attempt, invoker);
            if (last is null or { TryNext: false } || IsOver(exchange))
                return last;
            AttemptTelemetry.FailedOver(attempt, last);
            choice.Note(last.Verdict);
            failure = Sooner(failure, last);
            // YARP accepts only a response that has not been written to.
            request.Http.Response.Clear();
        }

        // What the caller can wait for, where a model that could have answered had no room for it.
        if (limited is not null)
            return limited;
        if (failure is not null && !(choice.RetryAfter() < failure.Error.RetryAfter))
            return failure;
        return new UpstreamFailure(ApiErrors.UpstreamUnavailable(request.Model.Id, choice.RetryAfter()), TryNext: false);
    }

    /// <summary>Whether no other route is tried, since the client has a part of an answer, or cannot have one any more.</summary>
    private bool IsOver(Exchange exchange) =>
        exchange.Http.Response.HasStarted
        || exchange.HasBegun
        || exchange.Charged > Money.Zero
        || exchange.ClientGone.IsCancellationRequested
        || exchange.Elapsed + MinAttempt > options.Value.RequestTimeout;

    /// <summary>The failure after which the client can come again first; of equals the later one.</summary>
    private static UpstreamFailure Sooner(UpstreamFailure? before, UpstreamFailure last) =>
        before is { Error.RetryAfter: { } wait } && !(wait >= last.Error.RetryAfter) ? before : last;

    /// <summary>Calls one upstream; null when the client has its answer. Every call has its record, however it ended.</summary>
    private async Task<UpstreamFailure?> TryAsync(UpstreamAttempt attempt, KeepAliveInvoker invoker)
    {
        var exchange = attempt.Exchange;
        exchange.Begin(attempt);
        using var span = AttemptTelemetry.Start(attempt);
        UpstreamFailure? failure = Unforeseen;
        UpstreamTransformer? transformer = null;
        IPlace? place = null;
        try
        {
            if (bodies.Prepare(attempt, out var refusal) is not { } body)
                return failure = refusal;
            (place, var retryAfter) = await places.EnterAsync(attempt);
            if (place is null)
                return failure = new(ApiErrors.UpstreamRateLimited(attempt.Model.Id, retryAfter), TryNext: true, CallVerdict.Unknown);
            attempt.NotePlace();
            capture.Begin(attempt.Protocol, attempt.Meter, span, body);
            var deadlines = AttemptDeadlines.For(
                attempt.Route,
                attempt.Upstream,
                options.Value,
                exchange.IsStream,
                options.Value.RequestTimeout - exchange.Elapsed
            );
            invoker.HeadersTimeout = deadlines.UntilHeaders;
            transformer = new UpstreamTransformer(
                attempt,
                body,
                deadlines,
                options.Value,
                error => ErrorEvent(exchange, error, attempt.Position),
                invoker,
                memory,
                time
            );
            var error = await yarp.SendAsync(exchange.Http, attempt.Upstream.BaseUrl, invoker, config, transformer);
            var found = Failure(transformer.Response, error, attempt.Model.Id);
            if (found is null && transformer.Response?.Answer is { } answer)
                found = await WholeAnswerWriter.SendAsync(attempt, answer);
            if (found is not null && exchange.Over.IsCancellationRequested)
                found = new UpstreamFailure(StreamBreak.Stopped.Error, TryNext: false);
            // Its wording may be an upstream's.
            return failure = found is null ? null : found with { Error = upstreams.Mask.In(found.Error) };
        }
        finally
        {
            var record = await ConcludeAsync(attempt, transformer?.Response, failure, span);
            place?.Used(record.Usage.Input + record.Usage.Output);
            place?.Dispose();
            transformer?.Dispose();
        }
    }

    /// <summary>Records the attempt, whatever happens: an attempt that cannot be priced is recorded as failed, and free.</summary>
    private async Task<Attempt> ConcludeAsync(UpstreamAttempt attempt, UpstreamResponse? response, UpstreamFailure? failure, Activity? span)
    {
        Attempt record;
        try
        {
            record = await attempt.ConcludeAsync(response, failure);
        }
        catch (Exception e)
        {
            record = attempt.Fail(response);
            attempt.Exchange.Fail(e);
        }

        attempt.Exchange.Conclude(record);
        health.Report(attempt, response, failure);
        if (record.Doubt is { } doubt && attempt.Meter.Claimed is { } claimed)
            LogDoubted(log, attempt.Exchange.Request.RequestId, record.Upstream, doubt, claimed, record.Usage);
        if (record.WrittenOff > Money.Zero)
            LogWrittenOff(log, attempt.Exchange.Request.RequestId, record.Upstream, record.WrittenOff, record.Charge);
        AttemptTelemetry.Concluded(attempt, response, record, span);
        MessageCapture.End(attempt.Protocol, attempt.Meter, span);
        return record;
    }

    private byte[] ErrorEvent(Exchange exchange, ApiError error, StreamPosition position)
    {
        exchange.NoteErrorEvent();
        return errors.ToStreamEvent(exchange.FailedAt(position), upstreams.Mask.In(error));
    }

    private static UpstreamFailure? Failure(UpstreamResponse? response, ForwarderError error, string model) =>
        response?.Failure ?? (response?.Stream?.Break is { } broken ? broken.ToFailure() : Explain(error, model));

    private static UpstreamFailure? Explain(ForwarderError error, string model) =>
        error switch
        {
            ForwarderError.None => null,
            ForwarderError.RequestTimedOut => StreamBreak.TimedOut.ToFailure(),
            ForwarderError.Request => new UpstreamFailure(ApiErrors.UpstreamUnavailable(model, null), TryNext: true),
            _ => Unreachable,
        };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The usage that upstream {Upstream} reported for {RequestId} is not believed ({Doubt}): {Claimed}. Recorded is {Usage}"
    )]
    private static partial void LogDoubted(
        ILogger log,
        string requestId,
        string upstream,
        UsageDoubt doubt,
        TokenUsage claimed,
        TokenUsage usage
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{WrittenOff} of {RequestId}, answered by upstream {Upstream}, is written off: {Charge} is all that its hold and the free "
            + "credit paid"
    )]
    private static partial void LogWrittenOff(ILogger log, string requestId, string upstream, Money writtenOff, Money charge);
}
