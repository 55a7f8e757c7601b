using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Sockets;

/// <summary>
/// <c>GET /v1/responses</c> as a WebSocket. The handshake is refused in HTTP, as any request is, where its key is not in force. Where no
/// WebSocket can be had, it is refused with 426, on which Codex uses plain HTTP at once and for good; on any other refusal only after
/// several attempts.
/// </summary>
internal static class SocketRoutes
{
    private const string Path = "/v1/responses";

    /// <param name="run">How a request of a connection runs.</param>
    public static void MapSockets(this WebApplication app, RequestDelegate run)
    {
        var options = app.Services.GetRequiredService<IOptions<SocketOptions>>();
        // Only around this route: every other request would pay for it.
        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        branch.UseWebSockets(
            new WebSocketOptions { KeepAliveInterval = options.Value.PingInterval, KeepAliveTimeout = options.Value.ClientTimeout }
        );
        branch.Run(http => AnswerAsync(http, run, options.Value));
        // Over HTTP/2 the handshake is a CONNECT.
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Connect], branch.Build());
    }

    private static async Task AnswerAsync(HttpContext http, RequestDelegate run, SocketOptions options)
    {
        var errors = http.RequestServices.GetRequiredService<ErrorWriter>();
        var addresses = http.RequestServices.GetRequiredService<IOptions<PublicAddresses>>();
        if (!http.WebSockets.IsWebSocketRequest || !options.Enabled)
            await (WantsWebSocket(http) ? RefuseAsync(http, errors, addresses.Value) : UnknownUrl.AnswerAsync(http, errors, addresses));
        else if (await OpenAsync(http, run) is { } refusal)
            await errors.WriteAsync(http, refusal);
    }

    /// <summary>Also one whose handshake a proxy has taken apart.</summary>
    private static bool WantsWebSocket(HttpContext http) =>
        http.WebSockets.IsWebSocketRequest
        || http.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || http.Request.Headers.SecWebSocketKey.Count > 0;

    private static Task<bool> RefuseAsync(HttpContext http, ErrorWriter errors, PublicAddresses addresses)
    {
        // A 426 must name the protocol to use instead.
        http.Response.Headers.Upgrade = "HTTP/1.1";
        http.Response.Headers.Connection = "Upgrade";
        return errors.WriteAsync(http, ApiErrors.WebSocketUnsupported(addresses.BaseUrl));
    }

    /// <summary>Serves the client until it has gone; the error where the handshake is refused.</summary>
    private static async Task<ApiError?> OpenAsync(HttpContext http, RequestDelegate run)
    {
        var services = http.RequestServices;
        if (!(await services.GetRequiredService<KeyAuthentication>().IdentifyAsync(http)).Found(out var key, out var refusal))
            return refusal;
        if (services.GetRequiredService<RefusalLimit>().Check(key) is var (limited, _))
            return limited;
        var registry = services.GetRequiredService<ConnectionRegistry>();
        if (registry.TryTake(key.Id) is { } full)
            return full;
        try
        {
            await ServeAsync(http, key, run, registry);
            return null;
        }
        finally
        {
            registry.Return(key.Id);
        }
    }

    private static async Task ServeAsync(HttpContext http, KeyFacts key, RequestDelegate run, ConnectionRegistry registry)
    {
        // A connection is no request whose duration means anything.
        http.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var connection = new ClientConnection(
            socket,
            key,
            new CreateRequests(http, run),
            http.RequestServices.GetRequiredService<SocketParts>(),
            http.Abort
        );
        registry.Opened(connection, key.Id);
        try
        {
            await connection.ServeAsync(http.RequestAborted);
        }
        finally
        {
            registry.Closed(connection);
        }
    }
}
