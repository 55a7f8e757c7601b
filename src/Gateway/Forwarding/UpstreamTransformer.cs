using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What differs between what the client sent and what the upstream gets, and back. Out: our credential for theirs, and the body
/// the route needs. In: the content type alone - an upstream's other headers speak of our account there, not of the caller's.
/// </summary>
internal sealed class UpstreamTransformer(
    UpstreamAttempt attempt, UpstreamOptions upstream, ReadOnlyMemory<byte> body, OutputAllowance allowance, ForwardingOptions options,
    Func<ApiError, byte[]> errorEvent, KeepAliveInvoker prelude, TimeProvider time)
    : HttpTransformer
{
    /// <summary>Credentials, and what would speak of the caller's own account with the upstream or of the way to us.</summary>
    private static readonly string[] KeptBack =
    [
        HeaderNames.Authorization, "x-api-key", "api-key", "x-goog-api-key", HeaderNames.Cookie, HeaderNames.Host, HeaderNames.AcceptEncoding,
        "openai-organization", "openai-project", "x-service-token", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
    ];

    private const string AnthropicVersion = "anthropic-version", OldestAnthropicVersion = "2023-06-01";

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        BufferedBody.Set(httpContext.Request, body);
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        foreach (var name in KeptBack)
            proxyRequest.Headers.Remove(name);
        SetCredential(proxyRequest.Headers);
        proxyRequest.Headers.TryAddWithoutValidation("x-request-id", attempt.Call.RequestId);
        proxyRequest.Content!.Headers.ContentLength = body.Length;
        // What stands behind a path is part of the protocol, so it goes only to an upstream of the same.
        proxyRequest.RequestUri = new Uri(destinationPrefix + attempt.Protocol.Path + (attempt.Translation is null ? Query(httpContext) : ""));
    }

    /// <summary>A query is Anthropic's way of asking for what is new (<c>?beta=true</c>); elsewhere it would at best be a key in the wrong place.</summary>
    private string Query(HttpContext httpContext) => attempt.Protocol.IsAnthropic && httpContext.Request.Query["beta"] == "true" ? "?beta=true" : "";

    /// <summary>They speak of the version and the trials of another vendor's API.</summary>
    private static void RemoveAnthropics(HttpRequestHeaders headers)
    {
        foreach (var (name, _) in headers.Where(header => header.Key.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase)).ToArray())
            headers.Remove(name);
    }

    private void SetCredential(HttpRequestHeaders headers)
    {
        if (!attempt.Protocol.IsAnthropic)
        {
            if (attempt.Call.Dialect == Dialect.Anthropic)
                RemoveAnthropics(headers);
            headers.Authorization = new AuthenticationHeaderValue("Bearer", upstream.ApiKey);
            return;
        }

        headers.TryAddWithoutValidation("x-api-key", upstream.ApiKey);
        if (!headers.Contains(AnthropicVersion))
            headers.TryAddWithoutValidation(AnthropicVersion, OldestAnthropicVersion);
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
        var translation = attempt.Translation;
        // A translation needs the usage whether or not its client does, and has an error event of its own.
        var policy = new StreamPolicy(
            translation is null && !request.IncludeUsage, options.IdleTimeout * 0.9, translation is null ? errorEvent : static _ => [],
            attempt.NoteFirstChunk, allowance, attempt.Bill);
        var metered = attempt.Stream = new MeteredStream(await proxyResponse.Content.ReadAsStreamAsync(cancellationToken), policy, attempt.Meter);
        Stream told = translation is null ? metered : new TranslatedStream(metered, translation, errorEvent);
        proxyResponse.Content = new StreamContent(new KeepAliveStream(told, prelude.Patience, options.KeepAlive, time, prelude.Begin));
        KeepAliveInvoker.SetHeaders(httpContext.Response);
        return true;
    }

    private async Task TakeWholeAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        try
        {
            await proxyResponse.Content.LoadIntoBufferAsync(options.MaxAnswerBytes, cancellationToken);
            var answer = await proxyResponse.Content.ReadAsByteArrayAsync(cancellationToken);
            var kind = attempt.Meter.ReadAnswer(answer);
            if (kind is AnswerEvent.Content && prelude.IsAll)
                Fail(StreamBreak.Whole);
            else if (kind is AnswerEvent.Content)
                attempt.Answer = answer;
            else
                Fail(kind is AnswerEvent.Error ? StreamBreak.UpstreamError(attempt.Meter.UpstreamError!) : StreamBreak.Malformed);
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
