using System.Globalization;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Pipeline;

/// <summary>Gives every request its <see cref="Call"/>, and every response the headers that name and time it.</summary>
internal static class RequestScope
{
    private static readonly object Slot = new();

    public static void UseRequestScope(this WebApplication app) => app.Use((http, next) =>
    {
        var call = new Call(http, http.RequestServices.GetRequiredService<TimeProvider>());
        // Endpoints outside the pipeline know the request by this alone.
        http.TraceIdentifier = call.RequestId;
        http.Items[Slot] = call;
        // At the last moment, because a forwarder that fails clears the headers set before.
        http.Response.OnStarting(static state => WriteHeaders((Call)state), call);
        // A scope costs, and is for those who collect; they are there when the server makes a span.
        return call.Span is null ? next(http) : LoggedAsync(next, call, app.Logger);
    });

    private static async Task LoggedAsync(RequestDelegate next, Call call, ILogger log)
    {
        using (log.BeginScope(new RequestLogScope(call)))
            await next(call.Http);
    }

    public static Call Call(this HttpContext http) => (Call)http.Items[Slot]!;

    private static Task WriteHeaders(Call call)
    {
        var headers = call.Http.Response.Headers;
        var requestId = call.Kept?.RequestId ?? call.RequestId;
        headers["x-request-id"] = requestId;
        if (call.Dialect == Dialect.Anthropic)
            headers["request-id"] = requestId;
        headers["openai-processing-ms"] = ((long)call.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        if (call.Rate is { } rate)
        {
            headers["x-ratelimit-limit-requests"] = rate.Limit.ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-remaining-requests"] = rate.Remaining.ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-reset-requests"] = string.Create(CultureInfo.InvariantCulture, $"{rate.ResetAfter.TotalSeconds:0.###}s");
        }

        return Task.CompletedTask;
    }
}
