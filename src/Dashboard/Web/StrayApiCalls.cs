using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Dashboard.Web;

/// <summary>
/// Answers API calls that wandered onto this host in the API's own shapes, with the address they should have gone to. It stands before
/// the pages and their forms, so a POST is answered like a GET.
/// </summary>
internal static class StrayApiCalls
{
    private const string Code = "unknown_url";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void UseStrayApiCalls(this IApplicationBuilder app) =>
        app.Use((context, next) => ApiPath.Matches(context.Request.Path) ? AnswerAsync(context) : next(context));

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var baseUrl = context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.BaseUrl;
        var docs = $"{request.Scheme}://{request.Host}{request.PathBase}/errors/{Code}";
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers["x-should-retry"] = "false";
        await context.Response.WriteAsJsonAsync(Error(request.Path, SpeaksAnthropic(request), baseUrl, docs), Plain);
    }

    /// <summary>The error in the shape its caller reads.</summary>
    internal static object Error(string path, bool anthropic, string baseUrl, string docs)
    {
        var message =
            $"This address belongs to the dashboard, not to the API. {Use(path, anthropic, baseUrl)} The API key and the model name "
            + $"can stay. See {docs}";
        return anthropic
            ? new
            {
                type = "error",
                error = new
                {
                    type = "not_found_error",
                    message,
                    code = Code,
                },
            }
            : new
            {
                error = new
                {
                    message,
                    type = "invalid_request_error",
                    param = (string?)null,
                    code = Code,
                },
            };
    }

    private static bool SpeaksAnthropic(HttpRequest request) =>
        request.Path.Value!.Contains("/messages", StringComparison.OrdinalIgnoreCase) || request.Headers.ContainsKey("anthropic-version");

    /// <summary>Clients of Anthropic's API add <c>/v1</c> by themselves, but for those that asked without it.</summary>
    private static string Use(string path, bool anthropic, string baseUrl) =>
        anthropic && path.Contains("/v1/", StringComparison.OrdinalIgnoreCase) && baseUrl.EndsWith("/v1", StringComparison.Ordinal)
            ? $"Set the Base URL in your tool (ANTHROPIC_BASE_URL) to {baseUrl[..^"/v1".Length]} without /v1, which the clients of Anthropic's API add by themselves."
            : $"Set the Base URL in your tool to {baseUrl}; your tool adds the rest.";
}
