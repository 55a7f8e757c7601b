using Microsoft.AspNetCore.Http.Features;
using Platform.Gateway.Metering;
using Platform.Gateway.Pipeline;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The way to the upstreams for one call. While they are silent a stream's client gets comments, even before one has answered with its
/// headers. With the first comment the answer has begun, 200; but nothing is said yet, so another route can still be taken. That is why the
/// forwarder, which takes only a response that nobody has touched, is from then on given an <see cref="UncommittedResponseFeature"/>.
/// </summary>
public sealed class KeepAliveInvoker(Call call, HttpMessageHandler upstreams, TimeSpan interval, TimeProvider time) : HttpMessageInvoker(upstreams, disposeHandler: false)
{
    private long silentSince = time.GetTimestamp();
    private UncommittedResponseFeature? unspoken;

    /// <summary>The client has got comments and nothing else.</summary>
    public bool IsAll => unspoken is { Server.HasStarted: true, HasStarted: false };

    /// <summary>How much longer the client may get nothing.</summary>
    public TimeSpan Patience => interval - time.GetElapsedTime(silentSince) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Embeddings and counts of tokens have no stream, whatever their body says.</summary>
    private bool IsStream => call.Request is { Stream: true, LimitNames.Count: > 0 };

    /// <summary>The forwarder's own timeout ends the call of an upstream that stays silent: comments are ours, and no sign of its life.</summary>
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        BufferedBody.SendWhole(call.Http.Request, request);
        var answer = base.SendAsync(request, cancellationToken);
        return IsStream ? FillAsync(answer, cancellationToken) : answer;
    }

    /// <summary>The last that the client is told. Does nothing for one that cannot be reached any more.</summary>
    /// <param name="sse">One whole event or more.</param>
    public async Task EndAsync(byte[] sse) => await WriteAsync(sse, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>To be called just before a comment is sent.</summary>
    public void Begin()
    {
        silentSince = time.GetTimestamp();
        if (unspoken is not null || call.Http.Response.HasStarted)
            return;
        SetHeaders(call.Http.Response);
        unspoken = new UncommittedResponseFeature(call.Http.Features.GetRequiredFeature<IHttpResponseFeature>(), call);
        call.Http.Features.Set<IHttpResponseFeature>(unspoken);
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
            await ((Task)answer).WaitAsync(Patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.IsCompleted)
                return await answer;
            Begin();
            await WriteAsync(KeepAliveStream.Comment, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(byte[] sse, CancellationToken cancellationToken) => await call.Http.Response.Body.WriteAsync(sse, cancellationToken);

    /// <summary>Gives the server's own response back, which tells whoever comes next that it has started.</summary>
    protected override void Dispose(bool disposing)
    {
        if (unspoken is not null)
            call.Http.Features.Set(unspoken.Server);
        unspoken = null;
        base.Dispose(disposing);
    }
}
