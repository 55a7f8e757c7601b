namespace Platform.Gateway.Pipeline;

/// <summary>
/// Lets pages of any origin call the API from a browser and read its answers, errors too. Without credentials: a key travels in a header
/// that the page sets itself, so that no page can use the key of another.
/// </summary>
internal static class BrowserAccess
{
    /// <summary>Headers of ours that a page may read.</summary>
    public static readonly string[] Exposed =
    [
        "x-request-id",
        "request-id",
        "openai-processing-ms",
        .. RateLimitHeaders.Names,
        "x-fields-not-carried",
        "x-tools-not-offered",
        "x-fallback-model",
        "idempotent-replayed",
        "deprecation",
        "sunset",
        "link",
        "retry-after",
        "x-should-retry",
    ];

    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(2);

    public static void AddBrowserAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightLifetime)
            )
        );
        // One line for each request with an Origin.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Cors", LogLevel.Warning);
    }

    /// <summary>Before routing, so that a preflight is answered for every path, and an error can be read too.</summary>
    public static void UseBrowserAccess(this WebApplication app) => app.UseCors();
}
