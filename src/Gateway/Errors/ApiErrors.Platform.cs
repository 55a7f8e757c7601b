namespace Platform.Gateway.Errors;

/// <summary>What fails on the platform's own side.</summary>
internal static partial class ApiErrors
{
    public static ApiError StoreUnavailable(string what) =>
        new(
            503,
            ServerType,
            "service_unavailable",
            $"{what} cannot be reached right now, so the request was not sent and nothing was charged. Your key, Base URL and model "
                + "are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError StoreUnavailableMidStream() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "The credit service cannot be reached right now, and the credit set aside for this answer is used up. You were charged for "
                + "what was delivered. Your key, Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    public static ApiError GatewayBusy() =>
        new(
            503,
            ServerType,
            "gateway_busy",
            "So many large requests and answers are under way here that there was no memory for this one, and nothing was charged. Your "
                + "key, Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    /// <summary>Load is shed before anything is done for a request.</summary>
    public static ApiError GatewayFull() =>
        new(
            503,
            ServerType,
            "gateway_busy",
            "As many requests are under way here as this gateway has room for, so this one was not begun, and nothing was charged. Your key, "
                + "Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    /// <summary>The gateway stops, and an answer took longer than it could wait.</summary>
    public static ApiError CutShort() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "This gateway restarts, and the answer was not done in time. What came of it is charged, and nothing else: send the request again.",
            RetryAfter: RetryPause
        );

    /// <summary>A fault of the gateway's own that no step foresaw.</summary>
    public static ApiError Internal() =>
        new(
            500,
            ServerType,
            "internal_error",
            "Something failed on our side. Your key, Base URL and model are not the cause, and you pay only for text that you got. Try "
                + "again; if it happens again, tell us the request id, which is in the response header x-request-id.",
            RetryAfter: RetryPause
        );
}
