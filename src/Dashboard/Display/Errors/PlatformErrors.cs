namespace Platform.Dashboard.Display.Errors;

/// <summary>This platform's own faults.</summary>
internal static class PlatformErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "service_unavailable",
            "503",
            "A part of this platform is away for a moment. You pay only for text that you got.",
            Retries.Later,
            "Try again shortly."
        ),
        new(
            "internal_error",
            "500",
            "A fault of this platform's own that nobody foresaw. Key, Base URL and model are not the cause.",
            Retries.Later,
            "Try again.",
            "If it happens again, tell us the request id, which is in the response header x-request-id."
        ),
    ];
}
