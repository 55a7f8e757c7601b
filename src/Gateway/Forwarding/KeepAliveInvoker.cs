using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Sends a request to an upstream. While the upstream is silent, a stream's client is sent comments, even before the upstream's headers
/// arrive. The first comment starts the response, with status 200; it has no content yet, so another route can still be tried. YARP accepts
/// only a response that has not started, so from then on it is given an <see cref="UncommittedResponseFeature"/>.
/// </summary>
internal sealed class KeepAliveInvoker(
    Exchange exchange,
    HttpMessageHandler upstreams,
    TimeSpan interval,
    TimeSpan headersTimeout,
    TimeProvider time
) : HttpMessageInvoker(upstreams, disposeHandler: false)
{
    private long silentSince = time.GetTimestamp();
    private UncommittedResponseFeature? uncommitted;

    /// <summary>The client has received comments and nothing else.</summary>
    public bool OnlyCommentsSent => uncommitted is { Server.HasStarted: true, HasStarted: false };

    /// <summary>The time until the next comment is due.</summary>
    public TimeSpan Timeout => interval - time.GetElapsedTime(silentSince) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>How long the next call may take to the headers of its answer. Our comments do not count as activity of the upstream.</summary>
    public TimeSpan HeadersTimeout { get; set; } = headersTimeout;

    /// <exception cref="OperationCanceledException">The headers did not come in time, or the token is cancelled.</exception>
    /// <exception cref="HttpRequestException">The upstream cannot be reached; also where no connection could be made in time.</exception>
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        BufferedBody.SendWhole(exchange.Http.Request, request);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, exchange.Over);
        silence.CancelAfter(HeadersTimeout);
        var answer = base.SendAsync(request, silence.Token);
        try
        {
            return await (exchange.IsStream ? WithCommentsAsync(answer, silence.Token) : answer);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !silence.IsCancellationRequested)
        {
            // So says the pool that the time for the connection is over. Nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No connection was made in time.", e);
        }
    }

    /// <summary>Sends the last events of the stream. Does nothing for a client that cannot be reached any more.</summary>
    /// <param name="sse">One whole event or more.</param>
    public async Task EndAsync(byte[] sse) =>
        await WriteAsync(sse, exchange.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Called just before a comment is sent.</summary>
    public void Begin()
    {
        silentSince = time.GetTimestamp();
        if (uncommitted is not null || exchange.Http.Response.HasStarted)
            return;
        SetHeaders(exchange.Http.Response);
        uncommitted = new UncommittedResponseFeature(exchange.Http.Features.GetRequiredFeature<IHttpResponseFeature>(), exchange);
        exchange.Http.Features.Set<IHttpResponseFeature>(uncommitted);
    }

    /// <summary>Sets the headers of every event stream, in any dialect.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Waits for what comes from the upstream, with comments for the client.</summary>
    public async Task<T> WithCommentsAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        // Neither wait throws: an answer that arrived must not be lost because a comment could not be sent.
        while (true)
        {
            await ((Task)answer).WaitAsync(Timeout, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.IsCompleted)
                return await answer;
            Begin();
            await WriteAsync(KeepAliveStream.Comment, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(byte[] sse, CancellationToken cancellationToken) =>
        await exchange.Http.Response.Body.WriteAsync(sse, cancellationToken);

    /// <summary>Puts back the server's own feature, which shows that the response has started.</summary>
    protected override void Dispose(bool disposing)
    {
        if (uncommitted is not null)
            exchange.Http.Features.Set(uncommitted.Server);
        uncommitted = null;
        base.Dispose(disposing);
    }
}
