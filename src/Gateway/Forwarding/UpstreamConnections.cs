using System.Net;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Forwarding;

/// <summary>The one connection pool to all upstreams.</summary>
internal sealed class UpstreamConnections : IDisposable
{
    public UpstreamConnections(IOptions<ForwardingOptions> options)
    {
        Handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = new TraceOnlyPropagator(),
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.Value.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        };
        Client = new HttpMessageInvoker(Handler);
    }

    public HttpMessageHandler Handler { get; }

    public HttpMessageInvoker Client { get; }

    public void Dispose() => Client.Dispose();
}
