namespace Platform.Gateway.Errors;

/// <summary>Responses over a WebSocket: what a connection may not do.</summary>
internal static partial class ApiErrors
{
    public static ApiError WebSocketUnsupported(string baseUrl) =>
        new(
            426,
            InvalidRequestType,
            WebSocketCode,
            "No WebSocket can be had here: it is switched off, or a proxy on the way does not pass it. Send POST "
                + $"{baseUrl}/responses instead. Codex does so by itself after this answer; in another tool, switch its WebSocket transport off."
        );

    /// <summary>The key, or this gateway, has as many connections as it may have.</summary>
    public static ApiError TooManyWebSockets(int limit, string whose) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"{whose} has {limit} WebSocket connections open, which is the limit. Close one, or send requests over plain HTTP, which has no "
                + "such limit.",
            RetryAfter: BusyPause
        );

    public static ApiError TooManyWaitingCreates(int limit) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"{limit} response.create events wait on this connection, which is the limit. Wait until a response has ended, then send this "
                + "one again.",
            RetryAfter: RetryPause
        );

    public static ApiError InvalidStreamId() =>
        new(
            400,
            InvalidRequestType,
            "invalid_stream_id",
            "stream_id must be a text of 1 to 256 letters, digits, underscores, hyphens and periods. Leave it out for the connection's own "
                + "stream.",
            "stream_id"
        );

    public static ApiError WebSocketStreamLimit(int limit) =>
        new(
            400,
            InvalidRequestType,
            "websocket_stream_limit_reached",
            $"This connection has had {limit} different stream_ids, which is the limit. Use one of them again, or open a new connection.",
            "stream_id"
        );

    public static ApiError WebSocketLifetime(TimeSpan lifetime) =>
        new(
            400,
            InvalidRequestType,
            "websocket_connection_limit_reached",
            $"A WebSocket connection lasts {lifetime.TotalMinutes:0.#} minutes, and this one is as old. Open a new one, and send the whole "
                + "conversation on it: what the old one kept is gone."
        );

    /// <summary>The gateway stops; another one answers, or this one soon again.</summary>
    public static ApiError Stopping() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "This gateway is about to restart, so the request was not sent and nothing was charged. Connect again, and send it once more.",
            RetryAfter: RetryPause
        );
}
