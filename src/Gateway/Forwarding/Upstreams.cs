using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>Configuration section <c>Upstreams</c>, one entry for each name that routes use.</summary>
public sealed class UpstreamOptions
{
    /// <summary>As an OpenAI client would be given it, for example <c>https://api.openai.com/v1</c>.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Our credential there: a secret.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The field by which it takes a limit of ours to the output; some know only <c>max_tokens</c>.</summary>
    public string OutputLimitField { get; set; } = "max_completion_tokens";

    /// <summary>Who it is in telemetry (<c>gen_ai.provider.name</c>), such as <c>azure.ai.openai</c>; where it is not set, whose protocol it speaks.</summary>
    public string? Provider { get; set; }

    public Uri Address => field ??= new Uri(BaseUrl);

    public string ProviderOf(Protocol protocol) => Provider ?? protocol.Provider;
}

/// <summary>Configuration section <c>Forwarding</c>.</summary>
public sealed class ForwardingOptions
{
    /// <summary>How long an upstream may be silent, before its first byte and between any two.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an upstream is read on after the client has gone, to learn its usage. Zero: not at all.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stream's client may get nothing, from the start: it is then sent a comment.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is not streamed, in bytes. Default 64 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 64 * 1024 * 1024;
}

/// <summary>The upstreams this gateway knows, and the one connection pool to all of them.</summary>
public sealed class Upstreams : IDisposable
{
    private readonly Dictionary<string, UpstreamOptions> byName;

    /// <exception cref="InvalidOperationException">An entry's address is missing or no http address.</exception>
    public Upstreams(IConfiguration configuration, IOptions<ForwardingOptions> options)
    {
        byName = configuration.GetSection("Upstreams").Get<Dictionary<string, UpstreamOptions>>() ?? [];
        foreach (var (name, upstream) in byName)
        {
            upstream.BaseUrl = upstream.BaseUrl.TrimEnd('/');
            if (!Uri.TryCreate(upstream.BaseUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new InvalidOperationException($"Upstreams:{name}:BaseUrl must be an http or https address such as https://api.openai.com/v1.");
        }

        Handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.Value.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        };
        Client = new HttpMessageInvoker(Handler);
    }

    public HttpMessageHandler Handler { get; }

    public HttpMessageInvoker Client { get; }

    public UpstreamOptions this[string name] => byName[name];

    public bool Has(string name) => byName.ContainsKey(name);

    public void Dispose() => Client.Dispose();
}
