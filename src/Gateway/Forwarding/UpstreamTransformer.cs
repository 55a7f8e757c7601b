using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Metering;
using Platform.Gateway.Wire;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What differs between what the client sent and what the upstream gets, and back. Out: our credential for theirs, and the body
/// the route needs. In: the content type alone - an upstream's other headers speak of our account there, not of the caller's.
/// </summary>
internal sealed class UpstreamTransformer(
    UpstreamAttempt attempt, UpstreamOptions upstream, OutputAllowance allowance, ForwardingOptions options, ErrorWriter errors)
    : HttpTransformer
{
    /// <summary>Credentials, and what would speak of the caller's own account with the upstream or of the way to us.</summary>
    private static readonly string[] KeptBack =
    [
        HeaderNames.Authorization, "x-api-key", "api-key", HeaderNames.Cookie, HeaderNames.Host, HeaderNames.AcceptEncoding,
        "openai-organization", "openai-project", "x-service-token", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
    ];

    private static readonly byte[] ChatDone = "data: [DONE]\n\n"u8.ToArray();

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var body = UpstreamBody.For(attempt.Call.Request!, attempt.Route, attempt.OutputLimit(), upstream.OutputLimitField);
        proxyRequest.Content = new ReadOnlyMemoryContent(body);
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        foreach (var name in KeptBack)
            proxyRequest.Headers.Remove(name);
        proxyRequest.Headers.Authorization = new AuthenticationHeaderValue("Bearer", upstream.ApiKey);
        proxyRequest.Headers.TryAddWithoutValidation("x-request-id", attempt.Call.RequestId);
        proxyRequest.Content.Headers.ContentLength = body.Length;
        proxyRequest.RequestUri = new Uri(destinationPrefix + "/chat/completions");
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return false;

        attempt.StatusCode = (int)proxyResponse.StatusCode;
        if (!proxyResponse.IsSuccessStatusCode)
            attempt.Failure = await UpstreamRefusal.ReadAsync(proxyResponse, attempt.Call.Model!.Id, cancellationToken);
        else if (proxyResponse.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return await MeterAsync(httpContext, proxyResponse, cancellationToken);
        else
            await TakeWholeAsync(httpContext, proxyResponse, cancellationToken);
        return false;
    }

    private async Task<bool> MeterAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        var request = attempt.Call.Request!;
        // A tenth less than the forwarder's own patience, so that the error event can still be written.
        var policy = new StreamPolicy(!request.IncludeUsage, options.IdleTimeout * 0.9, ChatDone, error => errors.AsStreamEvent(attempt.Call, error), attempt.Call.NoteFirstByte, allowance, attempt.Bill);
        attempt.Stream = new MeteredStream(await proxyResponse.Content.ReadAsStreamAsync(cancellationToken), policy, attempt.Meter);
        proxyResponse.Content = new StreamContent(attempt.Stream);
        httpContext.Response.ContentType = "text/event-stream; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-cache";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        return true;
    }

    private async Task TakeWholeAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        try
        {
            await proxyResponse.Content.LoadIntoBufferAsync(options.MaxAnswerBytes, cancellationToken);
            var answer = await proxyResponse.Content.ReadAsByteArrayAsync(cancellationToken);
            if (attempt.Meter.ReadAnswer(answer))
                attempt.Answer = answer;
            else
                Fail(StreamBreak.Malformed);
        }
        catch (OperationCanceledException) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            Fail(StreamBreak.TimedOut);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Fail(StreamBreak.Cut);
        }
    }

    private void Fail(StreamBreak reason) => attempt.Failure = new UpstreamFailure(reason.Error, TryNext: true);
}
