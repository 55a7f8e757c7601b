using Microsoft.Extensions.Options;
using Platform.Gateway.Admission;
using Platform.Gateway.Journey;
using Platform.Gateway.Metering;
using Platform.Gateway.Wire;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Steps 5 and 6: sends the request to one route after another until one answers. Once a byte has gone to the client there is no
/// other route any more.
/// </summary>
public sealed class UpstreamForwarder(
    IHttpForwarder yarp, Upstreams upstreams, Extender extender, IOptions<AdmissionOptions> admission, IOptions<ForwardingOptions> options, ErrorWriter errors,
    IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly UpstreamFailure Unreachable = new(ApiErrors.UpstreamFailed("could not be reached properly"), TryNext: true);

    private readonly ForwarderRequestConfig config = new() { ActivityTimeout = options.Value.IdleTimeout };

    /// <summary>Null when the client has its answer; else what to tell it, if it can still be told.</summary>
    public async Task<ApiError?> ForwardAsync(Call call)
    {
        using var drain = new Drain(call, options.Value.DrainTime, lifetime.ApplicationStopping);
        UpstreamFailure? failure = null;
        foreach (var route in call.Routes)
        {
            var attempt = new UpstreamAttempt(call, route, time);
            failure = Unreachable;
            try
            {
                failure = await TryAsync(attempt);
            }
            finally
            {
                // Whatever happened, an upstream may have been called, and every call has its record.
                call.Attempts.Add(attempt.Conclude(failure));
            }

            if (failure is null or { TryNext: false } || call.Http.Response.HasStarted || call.ClientGone.IsCancellationRequested)
                break;
            // The forwarder takes only a response that nobody has touched.
            call.Http.Response.Clear();
        }

        return failure?.Error;
    }

    private async Task<UpstreamFailure?> TryAsync(UpstreamAttempt attempt)
    {
        var (http, upstream) = (attempt.Call.Http, upstreams[attempt.Route.Upstream]);
        var transformer = new UpstreamTransformer(attempt, upstream, Allowance(attempt), options.Value, errors);
        var error = await yarp.SendAsync(http, upstream.BaseUrl, upstreams.Client, config, transformer);

        var failure = attempt.Failure ?? attempt.Stream?.Break switch
        {
            { } broken => new UpstreamFailure(broken.Error, broken.TryNext),
            null => Explain(error, attempt),
        };
        if (failure is null && attempt.Answer is { } answer)
            await WriteAsync(attempt.Call, UsageCost.IntoAnswer(answer.Span, attempt.Bill()));
        return failure;
    }

    private OutputAllowance Allowance(UpstreamAttempt attempt)
    {
        var call = attempt.Call;
        return new OutputAllowance(
            call.Request!, call.Model!, attempt.Route.Price, call.Lease!, wanted => extender.ExtendAsync(call, wanted),
            admission.Value.DefaultOutputTokens, call.ClientGone);
    }

    private static UpstreamFailure? Explain(ForwarderError error, UpstreamAttempt attempt) => error switch
    {
        ForwarderError.None => null,
        ForwarderError.RequestTimedOut => new UpstreamFailure(ApiErrors.UpstreamTimeout(), TryNext: false),
        ForwarderError.Request => new UpstreamFailure(ApiErrors.UpstreamUnavailable(attempt.Call.Model!.Id, null), TryNext: true),
        _ => Unreachable,
    };

    private static async Task WriteAsync(Call call, ReadOnlyMemory<byte> answer)
    {
        var response = call.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        call.NoteFirstByte();
        try
        {
            await response.Body.WriteAsync(answer, call.ClientGone);
        }
        catch (OperationCanceledException)
        {
            // The client went away while the answer was on its way; it was produced, and is charged.
        }
    }
}
