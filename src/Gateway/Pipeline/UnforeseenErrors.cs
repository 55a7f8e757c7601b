using System.Diagnostics;
using Platform.Gateway.Errors;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Answers what no step foresaw, in the caller's dialect: a body that breaks off, stalls or lies about its length, and a fault of our own.
/// Without it such a request ends in an empty 500, or in Development in a page that shows the caller's headers, the key among them.
/// </summary>
internal static partial class UnforeseenErrors
{
    public static void UseUnforeseenErrors(this IApplicationBuilder app)
    {
        var errors = app.ApplicationServices.GetRequiredService<ErrorWriter>();
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnforeseenErrors).Namespace!);
        app.Use((http, next) => GuardAsync(http, next, errors, log));
    }

    private static async Task GuardAsync(HttpContext http, RequestDelegate next, ErrorWriter errors, ILogger log)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (CanAnswer(http, e))
        {
            await AnswerAsync(http, errors, BrokenBody.Explain(e) ?? OurOwn(http.Context(), e, log));
        }
    }

    /// <summary>
    /// False where nobody waits for an answer, or a part of it is out: the server then closes the connection without ending the body.
    /// </summary>
    private static bool CanAnswer(HttpContext http, Exception e) =>
        !http.Response.HasStarted && !(e is OperationCanceledException or IOException && http.Context().ClientGone.IsCancellationRequested);

    private static ApiError OurOwn(RequestContext context, Exception e, ILogger log)
    {
        LogUnforeseen(log, context.RequestId, e);
        context.Span?.SetTag(GenAI.ErrorType, "internal_error");
        context.Span?.SetStatus(ActivityStatusCode.Error, e.GetType().FullName);
        return ApiErrors.Internal();
    }

    private static Task<bool> AnswerAsync(HttpContext http, ErrorWriter errors, ApiError error)
    {
        http.Response.Clear();
        return errors.WriteAsync(http, http.Context().Dialect, http.Context().RequestId, error);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId} met an error that no step foresaw")]
    private static partial void LogUnforeseen(ILogger log, string requestId, Exception exception);
}
