using Microsoft.Extensions.Options;

namespace Platform.Gateway.Errors;

/// <summary>
/// Codex first asks for <c>GET /v1/responses</c> as a WebSocket. On 426 it switches to HTTP at once and for good; on any other refusal only
/// after seven attempts.
/// </summary>
internal static class WebSocketRefusal
{
    public static void MapWebSocketRefusal(this WebApplication app) => app.MapGet("/v1/responses", AnswerAsync);

    private static Task AnswerAsync(HttpContext http, ErrorWriter errors, IOptions<PublicAddresses> addresses)
    {
        if (!http.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase))
            return UnknownUrl.AnswerAsync(http, errors, addresses);
        // A 426 must name the protocol to use instead.
        http.Response.Headers.Upgrade = "HTTP/1.1";
        http.Response.Headers.Connection = "Upgrade";
        return errors.WriteAsync(http, ApiErrors.WebSocketUnsupported(addresses.Value.BaseUrl));
    }
}
