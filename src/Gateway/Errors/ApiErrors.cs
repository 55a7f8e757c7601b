namespace Platform.Gateway.Errors;

/// <summary>
/// The table of errors: every code, status and message under /v1 is defined here, once. Each file has those about one subject.
/// </summary>
internal static partial class ApiErrors
{
    /// <summary>The type of errors that only more credit, or a higher limit, resolves.</summary>
    public const string QuotaType = "insufficient_quota";

    /// <summary>The code on which agents compact their conversation.</summary>
    public const string TooLongCode = "context_length_exceeded";

    /// <summary>The code of a model that is overloaded, whose status in Anthropic's dialect is 529.</summary>
    public const string OverloadedCode = "overloaded_error";

    /// <summary>The code of what a setting may answer with another status.</summary>
    public const string OutOfCreditCode = "insufficient_quota";

    /// <summary>The code on which Codex goes over to plain HTTP.</summary>
    public const string WebSocketCode = "websocket_unsupported";

    /// <summary>How a request's body may be compressed.</summary>
    public const string Encodings = "zstd, br, gzip, deflate";

    private const string InvalidRequestType = "invalid_request_error";
    private const string PermissionType = "permission_error";
    private const string ServerType = "server_error";
    private const string RateLimitType = "rate_limit_error";
    private const string RateLimitCode = "rate_limit_exceeded";

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1),
        BusyPause = TimeSpan.FromSeconds(5);

    public static ApiError InvalidApiKey(string message) => new(401, InvalidRequestType, "invalid_api_key", message);

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, Math.Ceiling(time.TotalSeconds)) is var seconds && seconds == 1 ? "1 second" : $"{seconds} seconds";
}
