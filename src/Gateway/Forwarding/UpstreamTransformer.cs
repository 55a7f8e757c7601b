using System.Net.Http.Headers;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Metering;
using Platform.Gateway.Tenancy;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Converts the client's request to the upstream's, and the response back. Request: our credential replaces the client's, of its headers
/// only those of <see cref="UpstreamHeaders"/> are sent, and the body is the one that the route needs. Response: only the content type is kept; an upstream's other headers concern our account there, not the
/// caller.
/// </summary>
internal sealed class UpstreamTransformer(
    UpstreamAttempt attempt,
    ReadOnlyMemory<byte> body,
    AttemptDeadlines deadlines,
    ForwardingOptions options,
    Func<ApiError, byte[]> errorEvent,
    KeepAliveInvoker invoker,
    AnswerMemory memory,
    TimeProvider time
) : HttpTransformer, IDisposable
{
    private const string AnthropicVersion = "anthropic-version",
        OldestAnthropicVersion = "2023-06-01";

    private WholeAnswer? whole;

    /// <summary>Gives back the memory of a whole answer.</summary>
    public void Dispose() => whole?.Dispose();

    /// <summary>What the upstream answered; null until it does.</summary>
    public UpstreamResponse? Response { get; private set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext,
        HttpRequestMessage proxyRequest,
        string destinationPrefix,
        CancellationToken cancellationToken
    )
    {
        BufferedBody.Set(httpContext.Request, body);
        if (deadlines.Connect != options.ConnectTimeout)
            proxyRequest.Options.Set(UpstreamConnections.ConnectTimeout, deadlines.Connect);
        UpstreamHeaders.Copy(httpContext.Request.Headers, proxyRequest, SendsAnthropicHeaders, attempt.Upstream.RequestHeaders);
        SetCredential(proxyRequest.Headers);
        proxyRequest.Headers.TryAddWithoutValidation("x-request-id", attempt.Exchange.Request.RequestId);
        proxyRequest.Content!.Headers.ContentLength = body.Length;
        // A query is part of the protocol, so it is sent only to an upstream of the same protocol.
        proxyRequest.RequestUri = new Uri(
            destinationPrefix + attempt.Protocol.Path + (attempt.Translation is null ? Query(httpContext) : "")
        );
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Version and betas of Anthropic's API mean nothing to another's, but a client of OpenAI's shape that sends them means the upstream.
    /// </summary>
    private bool SendsAnthropicHeaders => attempt.Protocol.IsAnthropic || attempt.Exchange.Request.Dialect != Dialect.Anthropic;

    /// <summary>
    /// Anthropic's clients ask for betas by a query (<c>?beta=true</c>); elsewhere a query would at best be a key in the wrong place.
    /// </summary>
    private string Query(HttpContext httpContext) =>
        attempt.Protocol.IsAnthropic && httpContext.Request.Query["beta"] == "true" ? "?beta=true" : "";

    private void SetCredential(HttpRequestHeaders headers)
    {
        if (!attempt.Protocol.IsAnthropic)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", attempt.Credential.Secret);
            return;
        }

        headers.TryAddWithoutValidation("x-api-key", attempt.Credential.Secret);
        if (!headers.Contains(AnthropicVersion))
            headers.TryAddWithoutValidation(AnthropicVersion, OldestAnthropicVersion);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext,
        HttpResponseMessage? proxyResponse,
        CancellationToken cancellationToken
    )
    {
        if (proxyResponse is null)
            return false;

        var response = Response = new UpstreamResponse((int)proxyResponse.StatusCode);
        if (!proxyResponse.IsSuccessStatusCode)
            Response = response with
            {
                Failure = await UpstreamRefusal.ReadAsync(proxyResponse, attempt.Model.Id, time, cancellationToken),
            };
        else if (attempt.Exchange.IsStream && IsEventStream(proxyResponse))
            Response = response with
            {
                Stream = Meter(httpContext, proxyResponse, await proxyResponse.Content.ReadAsStreamAsync(cancellationToken)),
            };
        else
            Response = await ReadWholeAsync(response, httpContext, proxyResponse, cancellationToken);
        return Response.Stream is not null;
    }

    private static bool IsEventStream(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    private TimeSpan ReadTimeout() => deadlines.UntilNextRead(attempt.Elapsed, attempt.Meter.HasOutput);

    /// <param name="upstream">The stream as the upstream sends it, or its whole answer as one.</param>
    private MeteredStream Meter(HttpContext httpContext, HttpResponseMessage proxyResponse, Stream upstream)
    {
        var (request, translation) = (attempt.Exchange.Request, attempt.Translation);
        var allowance = new OutputAllowance(request.Body, attempt.Model, attempt.Route.Price, request.Funding, attempt.Exchange.ClientGone);
        // A translation needs the usage whether or not its client does, and has an error event of its own.
        var policy = new StreamPolicy(
            translation is null && !request.Body.IncludeUsage,
            ReadTimeout,
            translation is null ? errorEvent : static _ => [],
            Explain,
            attempt.NoteFirstByte,
            attempt.NoteEnd,
            allowance,
            UsageCostWriter.For(attempt.Protocol),
            attempt.Bill,
            attempt.CoverAsync,
            AnsweredMembers.For(request, isNative: translation is null, attempt.Model),
            attempt.Exchange.Over
        );
        var metered = new MeteredStream(upstream, policy, attempt.Meter);
        Stream sent = translation is null ? metered : new TranslatedStream(metered, translation, errorEvent);
        proxyResponse.Content = new StreamContent(new KeepAliveStream(sent, invoker.Timeout, options.KeepAlive, time, invoker.Begin));
        KeepAliveInvoker.SetHeaders(httpContext.Response);
        return metered;
    }

    private async Task<UpstreamResponse> ReadWholeAsync(
        UpstreamResponse response,
        HttpContext httpContext,
        HttpResponseMessage proxyResponse,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await LimitReadsAsync(proxyResponse, cancellationToken);
            var isConverted = attempt.Translation is not null || attempt.Exchange.IsStream || IsEventStream(proxyResponse);
            whole = new WholeAnswer(memory, options.MaxAnswerBytes, isConverted);
            if (!await ReadAsync(whole, proxyResponse.Content, cancellationToken))
                return response with { Failure = new UpstreamFailure(ApiErrors.GatewayBusy(), TryNext: false, CallVerdict.Unknown) };
            if (IsEventStream(proxyResponse) && PutTogether(whole) is { } broken)
                return Fail(broken);
            // The meter of a stream reads its events.
            var meter = attempt.Exchange.IsStream ? new AnswerMeter(attempt.Meter.Format) : attempt.Meter;
            if (Check(whole.Bytes.Span, meter) is { } reason)
                return Fail(reason);
            if (!attempt.Exchange.IsStream)
                return response with { Answer = whole };
            var replayed = ReplayedAnswer.From(attempt.Protocol, whole.Bytes);
            // Its client may take the events slowly, and nobody needs the answer any more.
            whole.Drop();
            return replayed is null ? Fail(StreamBreak.Malformed) : response with { Stream = Meter(httpContext, proxyResponse, replayed) };
        }
        catch (OperationCanceledException) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            return Fail(StreamBreak.TimedOut);
        }
        catch (AnswerTooLargeException e)
        {
            return Fail(StreamBreak.TooLarge(e.What, WhatIsSmaller(e)));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return Fail(StreamBreak.Cut);
        }

        UpstreamResponse Fail(StreamBreak reason) => response with { Failure = reason.ToFailure() };
    }

    /// <summary>A client that waits for a stream is sent comments meanwhile.</summary>
    private async Task<bool> ReadAsync(WholeAnswer answer, HttpContent content, CancellationToken cancellationToken)
    {
        var read = answer.ReadAsync(content, cancellationToken);
        return await (attempt.Exchange.IsStream ? invoker.WithCommentsAsync(read, cancellationToken) : read);
    }

    /// <summary>Makes the content one that is given up when it is silent for too long, with the same headers.</summary>
    private async Task LimitReadsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        response.Content = new StreamContent(
            new ReadTimeoutStream(await content.ReadAsStreamAsync(cancellationToken), ReadTimeout, attempt.Exchange.Over)
        );
        foreach (var (name, values) in content.Headers.NonValidated)
            response.Content.Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>Replaces a stream that nobody asked for by its answer; what is wrong with it where that cannot be done.</summary>
    private StreamBreak? PutTogether(WholeAnswer stream)
    {
        var broken = StreamedAnswer.Assemble(attempt.Protocol, stream.Bytes.Span, Explain, out var answer);
        stream.Overwrite(answer);
        return broken;
    }

    /// <summary>What the client can ask for instead. A stream that its upstream does not send is larger than a whole answer.</summary>
    private string WhatIsSmaller(AnswerTooLargeException e) =>
        attempt.Exchange.IsStream switch
        {
            true when e.IsEvent || attempt.Translation is null =>
                "Ask for it whole (stream: false), or for less: fewer tokens, fewer choices, no logprobs.",
            false when attempt.Exchange.Request.Protocol.Generates =>
                "Ask for a stream (stream: true), or for less: fewer tokens, fewer choices, no logprobs.",
            _ => "Ask for less.",
        };

    private StreamBreak Explain(UpstreamError error) => StreamBreak.UpstreamError(error, attempt.Model.Id);

    /// <summary>What is wrong with a whole answer; null when it can be sent.</summary>
    private StreamBreak? Check(ReadOnlySpan<byte> answer, AnswerMeter meter) =>
        meter.ReadAnswer(answer) switch
        {
            AnswerEvent.Content => null,
            AnswerEvent.Error => Explain(meter.Error!),
            _ => StreamBreak.Malformed,
        };
}
