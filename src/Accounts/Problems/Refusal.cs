using System.Globalization;

namespace Platform.Accounts.Problems;

/// <summary>
/// A refusal as problem details (RFC 9457). Programs read the extension <c>code</c>, people read <paramref name="Detail"/>.
/// </summary>
/// <param name="RetryAfter">Sent as Retry-After in whole seconds, rounded up.</param>
internal sealed record Refusal(int Status, string Code, string Title, string Detail, TimeSpan? RetryAfter = null) : IResult
{
    /// <summary>Messages by field of the request; null when no field is at fault.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);

        var extensions = new Dictionary<string, object?> { ["code"] = Code };
        if (Errors is not null)
            extensions["errors"] = Errors;
        return Results.Problem(Detail, statusCode: Status, title: Title, extensions: extensions).ExecuteAsync(httpContext);
    }
}
