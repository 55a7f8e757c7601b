using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Web;

/// <summary>Shows a page for every failure, and logs its cause. A page that is not there has the menu, so that nobody seems thrown out.</summary>
internal static partial class Failures
{
    public static void UseFailurePages(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = WriteAsync,
                SuppressDiagnosticsCallback = static failure => failure.Exception is ServiceUnavailableException or SessionEndedException,
            }
        );
        app.UseStatusCodePagesWithReExecute("/status/{0}");
    }

    private static Task WriteAsync(HttpContext context)
    {
        switch (context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error)
        {
            case SessionEndedException:
                return SessionCookie.RedirectToSignInAsync(context, ended: true);
            case ServiceUnavailableException unavailable:
                LogUnavailable(context.RequestServices.GetRequiredService<ILogger<StatusPage>>(), unavailable.Message);
                return StatusPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
            default:
                return StatusPage.WriteAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page could not be shown: {Reason}")]
    private static partial void LogUnavailable(ILogger log, string reason);
}
