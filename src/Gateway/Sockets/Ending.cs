using System.Net.WebSockets;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Sockets;

/// <summary>Why the gateway closes a connection.</summary>
/// <param name="Error">What requests that come too late are told; null where the close tells it.</param>
/// <param name="IsAnnounced">The error is sent before the close, too.</param>
internal sealed record Ending(WebSocketCloseStatus Status, string Reason, ApiError? Error = null, bool IsAnnounced = false)
{
    public static Ending Idle { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "The connection was idle.");

    public static Ending WithoutKey { get; } = new(WebSocketCloseStatus.PolicyViolation, "The API key is not in force any more.");

    public static Ending Stopping { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "The gateway restarts.", ApiErrors.Stopping());

    public static Ending TooOld(TimeSpan lifetime) =>
        new(
            WebSocketCloseStatus.EndpointUnavailable,
            "The connection is too old.",
            ApiErrors.WebSocketLifetime(lifetime),
            IsAnnounced: true
        );
}
