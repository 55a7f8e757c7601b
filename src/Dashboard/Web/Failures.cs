using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Web;

/// <summary>Every failure becomes a page a person can read; what it was goes to the log.</summary>
internal static partial class Failures
{
    public static void UseFailurePages(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = TellAsync,
                SuppressDiagnosticsCallback = static failure => failure.Exception is ServiceAwayException or SessionEndedException,
            }
        );
        app.UseStatusCodePages(static status => StatusPage.WriteAsync(status.HttpContext, status.HttpContext.Response.StatusCode));
    }

    private static Task TellAsync(HttpContext context)
    {
        switch (context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error)
        {
            case SessionEndedException:
                SessionCookie.RedirectToSignIn(context, ended: true);
                return Task.CompletedTask;
            case ServiceAwayException away:
                LogAway(context.RequestServices.GetRequiredService<ILogger<StatusPage>>(), away.Message);
                return StatusPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
            default:
                return StatusPage.WriteAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page could not be shown: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}
