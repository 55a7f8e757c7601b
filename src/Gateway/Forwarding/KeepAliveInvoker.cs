using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Sends one request to the upstreams. While they are silent a stream's client gets comments, even before one has answered with its
/// headers. With the first comment the response has started, with status 200; but it has no content yet, so another route can still be
/// taken.
/// The forwarder takes only a response that nobody has touched, and from then on is given an <see cref="UncommittedResponseFeature"/>.
/// </summary>
internal sealed class KeepAliveInvoker(Exchange exchange, HttpMessageHandler upstreams, TimeSpan interval, TimeProvider time)
    : HttpMessageInvoker(upstreams, disposeHandler: false)
{
    private long silentSince = time.GetTimestamp();
    private UncommittedResponseFeature? uncommitted;

    /// <summary>The client has got comments and nothing else.</summary>
    public bool OnlyCommentsSent => uncommitted is { Server.HasStarted: true, HasStarted: false };

    /// <summary>How much longer the client may get nothing.</summary>
    public TimeSpan Timeout => interval - time.GetElapsedTime(silentSince) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>
    /// The forwarder's own timeout ends the call of an upstream that stays silent: comments are ours, and no sign of its life.
    /// </summary>
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        BufferedBody.SendWhole(exchange.Http.Request, request);
        var answer = base.SendAsync(request, cancellationToken);
        return exchange.IsStream ? FillAsync(answer, cancellationToken) : answer;
    }

    /// <summary>Sends the last events of the stream. Does nothing for a client that cannot be reached any more.</summary>
    /// <param name="sse">One whole event or more.</param>
    public async Task EndAsync(byte[] sse) =>
        await WriteAsync(sse, exchange.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>To be called just before a comment is sent.</summary>
    public void Begin()
    {
        silentSince = time.GetTimestamp();
        if (uncommitted is not null || exchange.Http.Response.HasStarted)
            return;
        SetHeaders(exchange.Http.Response);
        uncommitted = new UncommittedResponseFeature(exchange.Http.Features.GetRequiredFeature<IHttpResponseFeature>(), exchange);
        exchange.Http.Features.Set<IHttpResponseFeature>(uncommitted);
    }

    /// <summary>Those of every event stream, in whatever dialect.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task<HttpResponseMessage> FillAsync(Task<HttpResponseMessage> answer, CancellationToken cancellationToken)
    {
        // Neither throws: an answer that came must not be lost because a comment could not be sent.
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

    /// <summary>Puts the server's own response back, which shows that it has started.</summary>
    protected override void Dispose(bool disposing)
    {
        if (uncommitted is not null)
            exchange.Http.Features.Set(uncommitted.Server);
        uncommitted = null;
        base.Dispose(disposing);
    }
}
