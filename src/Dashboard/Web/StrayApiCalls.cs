using Microsoft.Extensions.Options;

namespace Platform.Dashboard.Web;

/// <summary>Answers API calls that wandered onto this host in the API's own words, with the address they should have gone to.</summary>
internal static class StrayApiCalls
{
    public static void UseStrayApiCalls(this IApplicationBuilder app) => app.Use((context, next) =>
        ApiPath.Matches(context.Request.Path) ? AnswerAsync(context) : next(context));

    private static async Task AnswerAsync(HttpContext context)
    {
        var baseUrl = context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.BaseUrl;
        var message = $"This address belongs to the dashboard, not to the API. In your tool's settings, use Base URL {baseUrl} "
            + $"(the API key and the model name can stay). More at {context.Request.Scheme}://{context.Request.Host}/";
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers["x-should-retry"] = "false";
        await context.Response.WriteAsJsonAsync(
            new { error = new { message, type = "invalid_request_error", param = (string?)null, code = "unknown_url" } });
    }
}
