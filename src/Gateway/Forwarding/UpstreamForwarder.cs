using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry.Messages;
using Platform.Gateway.Translation;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Steps 5 and 6: sends the request to one route after another until one answers. Once anything has been said to the client there is
/// no other route any more; comments say nothing.
/// </summary>
public sealed class UpstreamForwarder(
    IHttpForwarder yarp, Upstreams upstreams, Extender extender, IOptions<AdmissionOptions> admission, IOptions<ForwardingOptions> options, ErrorWriter errors,
    IHostApplicationLifetime lifetime, MessageCapture capture, TimeProvider time)
{
    private static readonly UpstreamFailure Unreachable = new(ApiErrors.UpstreamFailed("could not be reached properly"), TryNext: true);

    private readonly ForwarderRequestConfig config = new() { ActivityTimeout = options.Value.IdleTimeout };

    /// <summary>Null when the client has its answer; else what to tell it, if it can still be told.</summary>
    public async Task<ApiError?> ForwardAsync(Call call)
    {
        using var drain = new Drain(call, options.Value.DrainTime, lifetime.ApplicationStopping);
        using var prelude = new KeepAliveInvoker(call, upstreams.Handler, options.Value.KeepAlive, time);
        UpstreamFailure? failure = null;
        foreach (var route in call.Routes)
        {
            var (attempt, upstream) = (new UpstreamAttempt(call, route, time), upstreams[route.Upstream]);
            call.Provider = upstream.ProviderOf(attempt.Protocol);
            using var span = AttemptTelemetry.Start(attempt, upstream);
            failure = Unreachable;
            try
            {
                failure = await TryAsync(attempt, upstream, span, prelude);
            }
            finally
            {
                // Whatever happened, an upstream may have been called, and every call has its record.
                var record = attempt.Conclude(failure);
                call.Attempts.Add(record);
                AttemptTelemetry.Concluded(attempt, upstream, record, span);
                MessageCapture.End(attempt, span);
            }

            if (failure is null or { TryNext: false } || call.Http.Response.HasStarted || call.ClientGone.IsCancellationRequested)
                break;
            // The forwarder takes only a response that nobody has touched.
            call.Http.Response.Clear();
        }

        if (failure is not null && prelude.IsAll)
            await prelude.EndAsync(ErrorEvent(call, failure.Error, default));
        return failure?.Error;
    }

    private byte[] ErrorEvent(Call call, ApiError error, StreamPosition at)
    {
        call.ErrorTold = true;
        return errors.AsStreamEvent(call, error, at);
    }

    private async Task<UpstreamFailure?> TryAsync(UpstreamAttempt attempt, UpstreamOptions upstream, Activity? span, KeepAliveInvoker prelude)
    {
        if (!TryPrepare(attempt, upstream, out var body, out var refusal))
            return refusal;
        capture.Begin(attempt, span, body);
        var transformer = new UpstreamTransformer(
            attempt, upstream, body, Allowance(attempt), options.Value, error => ErrorEvent(attempt.Call, error, attempt.Position), prelude, time);
        var error = await yarp.SendAsync(attempt.Call.Http, upstream.BaseUrl, prelude, config, transformer);

        var failure = attempt.Failure ?? attempt.Stream?.Break switch
        {
            { } broken => new UpstreamFailure(broken.Error, broken.TryNext),
            null => Explain(error, attempt),
        };
        return failure ?? (attempt.Answer is { } answer ? await AnswerAsync(attempt, answer) : null);
    }

    /// <summary>The body for the upstream; false when it cannot be told in a protocol that the upstream speaks.</summary>
    private static bool TryPrepare(UpstreamAttempt attempt, UpstreamOptions upstream, out ReadOnlyMemory<byte> body, [NotNullWhen(false)] out UpstreamFailure? refusal)
    {
        (body, refusal) = (default, null);
        var (call, route, limit) = (attempt.Call, attempt.Route, attempt.OutputLimit());
        var context = new TranslationContext(
            call.RequestId, route.UpstreamModel, call.StartedAt, call.Model!.MaxOutputTokens, limit, upstream.OutputLimitField, call.PreviousResponse);
        attempt.Translation = Routing.Between(call.Protocol!, attempt.Protocol, context);
        (call.ToolsNotOffered, call.FieldsNotCarried) = ([], []);
        try
        {
            body = attempt.Translation?.Request(call.Request!.Body) ?? UpstreamBody.For(call.Request!, route, limit, LimitField(attempt.Protocol, upstream));
            call.ToolsNotOffered = attempt.Translation?.NotOffered ?? [];
            call.FieldsNotCarried = NotCarried(call, attempt.Translation);
            return true;
        }
        catch (UntranslatableException e)
        {
            refusal = new UpstreamFailure(ApiErrors.InvalidRequest(e.Message, e.Param), TryNext: true);
            return false;
        }
    }

    /// <summary>A body may have been told anew once already, before its upstream was known.</summary>
    private static IReadOnlyList<string> NotCarried(Call call, ITranslation? translation) => (call.Reshaped, translation) switch
    {
        ({ } earlier, { } later) => earlier.Then(later.Trail, call.Request!.Body).NotCarried,
        var (earlier, later) => (earlier ?? later?.Trail)?.NotCarried ?? [],
    };

    private static string LimitField(Protocol protocol, UpstreamOptions upstream) =>
        protocol == Protocol.Chat ? upstream.OutputLimitField : protocol.Request.Limits.FirstOrDefault("");

    private static async Task<UpstreamFailure?> AnswerAsync(UpstreamAttempt attempt, ReadOnlyMemory<byte> answer)
    {
        byte[] told = attempt.Protocol.Answers.Cost.IntoAnswer(answer.Span, attempt.Bill());
        try
        {
            told = attempt.Translation?.Answer(told) ?? told;
        }
        catch (JsonException)
        {
            return new UpstreamFailure(StreamBreak.Malformed.Error, TryNext: true);
        }

        await WriteAsync(attempt.Call, told);
        return null;
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
