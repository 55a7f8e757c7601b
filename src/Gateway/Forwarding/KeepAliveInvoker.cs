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
    TimeSpan idleTimeout,
    TimeProvider time
) : HttpMessageInvoker(upstreams, disposeHandler: false)
{
    private long silentSince = time.GetTimestamp();
    private UncommittedResponseFeature? uncommitted;

    /// <summary>The client has received comments and nothing else.</summary>
    public bool OnlyCommentsSent => uncommitted is { Server.HasStarted: true, HasStarted: false };

    /// <summary>The time until the next comment is due.</summary>
    public TimeSpan Timeout => interval - time.GetElapsedTime(silentSince) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>The call ends when the upstream stays silent: our comments do not count as its activity.</summary>
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        BufferedBody.SendWhole(exchange.Http.Request, request);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(idleTimeout);
        var answer = base.SendAsync(request, silence.Token);
        return await (exchange.IsStream ? WaitWithCommentsAsync(answer, silence.Token) : answer);
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

    private async Task<HttpResponseMessage> WaitWithCommentsAsync(Task<HttpResponseMessage> answer, CancellationToken cancellationToken)
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
