using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The connection pools to all upstreams: one for each time that a connection may take to be made. A pool that no route uses any more has
/// no connection after a minute; it is not disposed, because calls may still use it.
/// </summary>
internal sealed class UpstreamConnections : IDisposable
{
    /// <summary>An option of a request: how long its connection may take. Without it, <see cref="ForwardingOptions.ConnectTimeout"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> ConnectTimeout = new("platform.connect-timeout");

    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> others = [];
    private readonly HttpMessageInvoker usual;
    private readonly TimeSpan usualTimeout;

    public UpstreamConnections(IOptions<ForwardingOptions> options)
    {
        usualTimeout = options.Value.ConnectTimeout;
        usual = Pool(usualTimeout);
        Handler = new PoolOfRequest(this);
        Client = new HttpMessageInvoker(Handler);
    }

    public HttpMessageHandler Handler { get; }

    public HttpMessageInvoker Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        usual.Dispose();
        foreach (var pool in others.Values)
            pool.Dispose();
    }

    private HttpMessageInvoker For(HttpRequestMessage request) =>
        request.Options.TryGetValue(ConnectTimeout, out var timeout) && timeout != usualTimeout ? others.GetOrAdd(timeout, Pool) : usual;

    private static HttpMessageInvoker Pool(TimeSpan connectTimeout) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                ActivityHeadersPropagator = new TraceOnlyPropagator(),
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = connectTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            }
        );

    private sealed class PoolOfRequest(UpstreamConnections connections) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            connections.For(request).SendAsync(request, cancellationToken);
    }
}
