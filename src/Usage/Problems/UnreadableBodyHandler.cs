using Microsoft.AspNetCore.Diagnostics;

namespace Platform.Usage.Problems;

/// <summary>Answers a request whose body cannot be bound with its status (400 or 413 or 415) and the reason.</summary>
internal sealed class UnreadableBodyHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        var reason = bad.InnerException?.Message ?? bad.Message;
        await Results
            .Problem(
                statusCode: bad.StatusCode,
                title: "The request cannot be read",
                detail: $"{reason} Send a JSON body with Content-Type: application/json."
            )
            .ExecuteAsync(httpContext);
        return true;
    }
}
