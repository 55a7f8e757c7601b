using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Platform.Contracts;

namespace Platform.Accounts.Problems;

/// <summary>Handles the exceptions that are no fault of this program: an unreadable request and an unavailable store.</summary>
internal sealed partial class ExceptionRefusals(ILogger<ExceptionRefusals> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = exception switch
        {
            BadHttpRequestException { InnerException: ValueFormatException value } => Refusals.Invalid(
                new Dictionary<string, string[]> { [value.Field] = [value.Message] }
            ),
            BadHttpRequestException unreadable => Unreadable(unreadable),
            _ => StoreUnavailable(exception),
        };
        if (refusal is null)
            return false;
        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Names the path in the JSON, for example <c>$.spendLimit</c>, and never quotes a value.</summary>
    private static Refusal Unreadable(BadHttpRequestException exception) =>
        new(
            exception.StatusCode,
            "unreadable_request",
            "Request cannot be read",
            exception.InnerException is JsonException json
                ? $"The body is not the JSON that is expected here: check the value at {json.Path ?? "$"} (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})."
                : "Send the request as a JSON object in the body."
        );

    private Refusal? StoreUnavailable(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is not NpgsqlException)
                continue;
            LogStoreUnavailable(log, exception);
            return Refusals.ServiceUnavailable;
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refused or did not answer")]
    private static partial void LogStoreUnavailable(ILogger log, Exception exception);
}
