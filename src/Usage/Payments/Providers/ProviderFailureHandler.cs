using Microsoft.AspNetCore.Diagnostics;

namespace Platform.Usage.Payments.Providers;

/// <summary>Answers 503 with Retry-After when a provider is unavailable, and 502 with its reason when it refused.</summary>
internal sealed partial class ProviderFailureHandler(ILogger<ProviderFailureHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ProviderException failure)
            return false;
        LogFailed(log, failure.Message);
        if (failure.Retryable)
            httpContext.Response.Headers.RetryAfter = "1";
        await Results
            .Problem(
                statusCode: failure.Retryable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway,
                title: "The payment provider failed",
                detail: failure.Retryable ? "Nothing was paid. It is safe to send the request again with the same ids." : failure.Message
            )
            .ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A payment provider failed: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
