using System.Globalization;
using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Pipeline;

/// <summary>Gives every request its <see cref="RequestContext"/>, and every response the headers that name and time it.</summary>
internal static class RequestScope
{
    private static readonly object Slot = new();

    public static void UseRequestScope(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestScope).Namespace!);
        app.Use(
            (http, next) =>
            {
                var context = Begin(http);
                // Set when the response starts, because a forwarder that fails clears headers that were set earlier.
                http.Response.OnStarting(static state => WriteHeaders((RequestContext)state), context);
                // A log scope costs time and helps only where logs are collected; there the server has a span.
                return context.Span is null ? next(http) : LoggedAsync(next, context, log);
            }
        );
    }

    /// <summary>Gives it to a request; one that does not come through the middleware has no use for the headers.</summary>
    public static RequestContext Begin(HttpContext http)
    {
        var context = new RequestContext(http, http.RequestServices.GetRequiredService<TimeProvider>());
        http.Items[Slot] = context;
        // Endpoints outside the pipeline read the request id from here.
        http.TraceIdentifier = context.RequestId;
        return context;
    }

    public static RequestContext Context(this HttpContext http) => (RequestContext)http.Items[Slot]!;

    private static async Task LoggedAsync(RequestDelegate next, RequestContext context, ILogger log)
    {
        using (log.BeginScope(new RequestLogScope(context)))
            await next(context.Http);
    }

    private static Task WriteHeaders(RequestContext context)
    {
        var headers = context.Http.Response.Headers;
        if (context.Http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            context.Http.RequestServices.GetService<RefusalReport>()?.Report(context);
        var requestId = context.ReplayOf ?? context.RequestId;
        headers["x-request-id"] = requestId;
        if (context.Dialect == Dialect.Anthropic)
            headers["request-id"] = requestId;
        headers["openai-processing-ms"] = ((long)context.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        DeprecationHeaders.Write(headers, context.Deprecation);
        if (context.Rate is { } rate)
            RateLimitHeaders.Write(headers, context.Dialect, rate, context.StartedAt + context.Elapsed);
        return Task.CompletedTask;
    }
}
