using Microsoft.AspNetCore.Diagnostics;

namespace Platform.Usage;

/// <summary>A body that cannot be read is the caller's to mend, and is told what is wrong with it.</summary>
internal sealed class BadBodyHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        await Results.Problem(
            statusCode: bad.StatusCode, title: "The request cannot be read",
            detail: $"{bad.InnerException?.Message ?? bad.Message} Send a JSON body with Content-Type: application/json.").ExecuteAsync(httpContext);
        return true;
    }
}
