using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using StackExchange.Redis;

namespace Platform.Usage.Problems;

/// <summary>
/// Answers 503 with Retry-After when PostgreSQL or Redis cannot be reached: the request is valid and may be repeated. An error that the
/// database returns is a fault of this service and stays a 500.
/// </summary>
internal sealed partial class StoreUnavailableHandler(ILogger<StoreUnavailableHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsUnavailable(exception))
            return false;

        LogUnavailable(log, exception.Message);
        httpContext.Response.Headers.RetryAfter = "1";
        var (title, detail) =
            exception is NpgsqlException
                ? ("The ledger cannot be reached", "The usage database does not answer right now. It is safe to send the request again.")
                : ("The till cannot be reached", "Redis does not answer right now. It is safe to send the request again.");
        await Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: title, detail: detail).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>RedisTimeoutException is a <see cref="TimeoutException"/>, not a <see cref="RedisException"/>.</summary>
    private static bool IsUnavailable(Exception exception) =>
        exception is NpgsqlException { IsTransient: true } or RedisException or TimeoutException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered 503, PostgreSQL or Redis cannot be reached: {Reason}")]
    private static partial void LogUnavailable(ILogger log, string reason);
}
