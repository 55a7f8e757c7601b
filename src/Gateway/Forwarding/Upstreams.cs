using System.Net;
using Microsoft.Extensions.Options;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Forwarding;

/// <summary>The upstreams this gateway knows, and the one connection pool to all of them.</summary>
internal sealed class Upstreams : IDisposable
{
    private readonly UpstreamsOptions byName;

    public Upstreams(IOptions<UpstreamsOptions> upstreams, IOptions<ForwardingOptions> options)
    {
        byName = upstreams.Value;
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
        Mask = new SecretMask(byName.Values.Select(upstream => upstream.ApiKey), byName.Values.Select(upstream => upstream.GetAddress()));
    }

    /// <summary>Masks what errors of upstreams say of our accounts there.</summary>
    public SecretMask Mask { get; }

    public HttpMessageHandler Handler { get; }

    public HttpMessageInvoker Client { get; }

    public UpstreamOptions this[string name] => byName[name];

    public bool Has(string name) => byName.ContainsKey(name);

    public void Dispose() => Client.Dispose();
}
