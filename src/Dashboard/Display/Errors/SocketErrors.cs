namespace Platform.Dashboard.Display.Errors;

/// <summary>Responses over a WebSocket.</summary>
internal static class SocketErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "websocket_unsupported",
            "426",
            "A tool wanted to talk over a WebSocket, and here, or through the proxy on the way, only plain HTTP works.",
            Retries.No,
            "Codex goes over to HTTP by itself: nothing needs doing.",
            "In another tool, switch its WebSocket transport off."
        ),
        new(
            "websocket_connection_limit_reached",
            "400",
            "A WebSocket connection was open for as long as one may be, an hour.",
            Retries.No,
            "Open a new connection, and send the whole conversation on it. Codex does so by itself."
        ),
        new(
            "invalid_stream_id",
            "400",
            "The stream_id of a response.create over a WebSocket is none.",
            Retries.No,
            "Use 1 to 256 letters, digits, underscores, hyphens and periods, or leave stream_id out."
        ),
        new(
            "websocket_stream_limit_reached",
            "400",
            "A WebSocket connection has used as many different stream_ids as it may, 32.",
            Retries.No,
            "Use one of them again, or open a new connection."
        ),
    ];
}
