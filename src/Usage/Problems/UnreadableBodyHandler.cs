using Microsoft.AspNetCore.Diagnostics;
using Platform.Contracts;

namespace Platform.Usage.Problems;

/// <summary>Answers 400, 413 or 415, with the reason, when the body of a request cannot be bound.</summary>
internal sealed class UnreadableBodyHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        if (bad.InnerException is ValueFormatException value)
        {
            await Refusals.Invalid(value.Field, value.Message).ExecuteAsync(httpContext);
            return true;
        }

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
