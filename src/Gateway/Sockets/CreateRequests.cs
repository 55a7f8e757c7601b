using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Platform.Gateway.Continuation;
using Platform.Gateway.Requests;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Sockets;

/// <summary>
/// Runs each <c>response.create</c> of a connection as a request of its own, <c>POST /v1/responses</c>, through the very same pipeline: with
/// the headers of the connection's handshake, so that the key is looked up each time.
/// </summary>
/// <param name="handshake">The request that became the connection.</param>
/// <param name="run">The pipeline, with what stands around it.</param>
internal sealed class CreateRequests(HttpContext handshake, RequestDelegate run)
{
    private const string Path = "/v1/responses",
        SpanName = "POST " + Path;

    /// <summary>
    /// Headers of the handshake itself, and one that names a single request, which would be the same for all.
    /// </summary>
    private static readonly string[] OfHandshake =
    [
        "connection",
        "upgrade",
        "content-length",
        "content-type",
        "content-encoding",
        "transfer-encoding",
        "expect",
        "idempotency-key",
        "traceparent",
        "tracestate",
    ];

    private const string SocketPrefix = "sec-websocket-",
        SocketBeta = "responses_websockets=";

    private readonly Dictionary<string, StringValues> headers = handshake
        .Request.Headers.Where(header => IsOfRequest(header.Key, header.Value))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly ActivityContext connection = Activity.Current?.Context ?? default;
    private readonly string scheme = handshake.Request.Scheme;
    private readonly HostString host = handshake.Request.Host;
    private readonly IServiceProvider services = handshake.RequestServices;
    private readonly (IPAddress? Remote, int Port, IPAddress? Local, int LocalPort) addresses = (
        handshake.Connection.RemoteIpAddress,
        handshake.Connection.RemotePort,
        handshake.Connection.LocalIpAddress,
        handshake.Connection.LocalPort
    );

    /// <summary>Runs one to its end; the status that it was answered with. It never throws.</summary>
    /// <param name="gone">Cancelled when the client has gone.</param>
    public async Task<int> RunAsync(CreateEvent create, LaneConversation conversation, FrameSender sender, CancellationToken gone)
    {
        // A trace of its own: that of the connection is as long as the connection.
        Activity.Current = null;
        using var span = GatewayTelemetry.Source.StartActivity(SpanName, ActivityKind.Server, default(ActivityContext), Tags, Links);
        using var lifetime = new CreateLifetime(gone);
        var response = new CreateResponse(sender, create.StreamId, conversation);
        var isBroken = false;
        try
        {
            await run(Context(create, conversation, response, lifetime));
        }
        catch (Exception)
        {
            // What could be answered was; the rest is that the answer broke off.
            isBroken = true;
        }

        if (!gone.IsCancellationRequested)
            await response.Frames.FinishAsync(isBroken);
        await response.EndAsync();
        span?.SetTag("http.response.status_code", response.StatusCode);
        return response.StatusCode;
    }

    private static KeyValuePair<string, object?>[] Tags =>
        [new("http.request.method", "POST"), new("http.route", Path), new("url.path", Path), new("network.protocol.name", "websocket")];

    private ActivityLink[] Links => connection == default ? [] : [new ActivityLink(connection)];

    private DefaultHttpContext Context(CreateEvent create, LaneConversation conversation, CreateResponse response, CreateLifetime lifetime)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(
            new HttpRequestFeature
            {
                Method = HttpMethods.Post,
                Path = Path,
                Protocol = HttpProtocol.Http11,
                Scheme = scheme,
                Headers = new HeaderDictionary(new Dictionary<string, StringValues>(headers, StringComparer.OrdinalIgnoreCase)),
            }
        );
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpConnectionFeature>(
            new HttpConnectionFeature
            {
                RemoteIpAddress = addresses.Remote,
                RemotePort = addresses.Port,
                LocalIpAddress = addresses.Local,
                LocalPort = addresses.LocalPort,
            }
        );
        features.Set(new ReceivedBody(create.Body));
        features.Set(conversation);
        return new DefaultHttpContext(features)
        {
            RequestServices = services,
            Request =
            {
                Host = host,
                ContentType = "application/json",
                ContentLength = create.Body.Found(out var body, out _) ? body.Length : 0,
            },
        };
    }

    private static bool IsOfRequest(string name, StringValues value) =>
        !OfHandshake.Contains(name, StringComparer.OrdinalIgnoreCase)
        && !name.StartsWith(SocketPrefix, StringComparison.OrdinalIgnoreCase)
        // That version of the beta says how the connection works, which is no affair of an upstream's.
        && !(
            name.Equals("openai-beta", StringComparison.OrdinalIgnoreCase)
            && value.ToString().StartsWith(SocketBeta, StringComparison.Ordinal)
        );
}
