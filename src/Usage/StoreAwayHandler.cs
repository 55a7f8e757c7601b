using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Platform.Usage;

/// <summary>A book that cannot be reached is a reason to come back, not a fault of the request: 503 with Retry-After.</summary>
internal sealed partial class StoreAwayHandler(ILogger<StoreAwayHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (NpgsqlException { IsTransient: true } or TimeoutException))
            return false;

        LogAway(log, exception.Message);
        httpContext.Response.Headers.RetryAfter = "1";
        await Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable, title: "The book cannot be reached",
            detail: "The usage database does not answer right now. Nothing was changed that is not safe to ask again.").ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request was answered 503, the database cannot be reached: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}
