namespace Platform.Dashboard.Display.Errors;

/// <summary>What is wrong with a request before anybody knows which model it is for, and when there is no room for it.</summary>
internal static class RequestErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "invalid_request_error",
            "400",
            "The request itself has a fault. Key and Base URL are right.",
            Retries.No,
            "The message and its field param name what is wrong.",
            "If you wrote no request yourself, update your tool, or switch off the option it names."
        ),
        new(
            "unsupported_encoding",
            "415",
            "The body is compressed in a way that is not known here. zstd, br, gzip and deflate are.",
            Retries.No,
            "Send the body uncompressed, without a Content-Encoding header, or in one of these."
        ),
        new(
            "request_timeout",
            "408",
            "The request's body stalled on its way and did not arrive in time. Nothing was charged.",
            Retries.Later,
            "Check the connection, or a proxy between your tool and the API, then send it again."
        ),
        new(
            "request_too_large",
            "413",
            "The request is larger than the API takes, or counts as more tokens than you may use in a whole minute.",
            Retries.No,
            "Send less text, or smaller images.",
            "Ask for fewer tokens (max_tokens). The message names the limit; a key's own is on its page."
        ),
        new(
            "gateway_busy",
            "503",
            "So many requests, or such large ones, are under way that there was no room for this one. Nothing was charged.",
            Retries.Later,
            "Try again shortly.",
            "Send less text, or smaller images: small requests are taken for longer."
        ),
    ];
}
