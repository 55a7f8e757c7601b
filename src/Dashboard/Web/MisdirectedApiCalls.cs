using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.ServiceDefaults.Proxies;
using Platform.ServiceDefaults.Refused;

namespace Platform.Dashboard.Web;

/// <summary>
/// Answers API calls to this host with an error in the API's format that names the right address. It runs before the pages and their
/// forms, so that a POST is answered like a GET.
/// </summary>
internal static class MisdirectedApiCalls
{
    private const string Code = "unknown_url";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void UseMisdirectedApiCalls(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (!ApiPath.Matches(context.Request.Path))
                    return next(context);
                // One address, a page for people and an answer for tools.
                context.Response.Headers.Vary = "Accept";
                return ApiPath.IsCall(context.Request) ? AnswerAsync(context) : next(context);
            }
        );

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var platform = context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value;
        var docs = $"{platform.PublicUrl}/errors/{Code}";
        var id = "req_" + Guid.CreateVersion7().ToString("N");
        Report(context, id, Message(request.Path, IsAnthropic(request), platform.BaseUrl));
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers["x-should-retry"] = "false";
        context.Response.Headers["x-request-id"] = id;
        await context.Response.WriteAsJsonAsync(Error(request.Path, IsAnthropic(request), platform.BaseUrl, docs), Plain);
    }

    /// <summary>Tells the owner of the key that was sent; whether its secret is right is not looked up here.</summary>
    private static void Report(HttpContext context, string id, string message)
    {
        var request = context.Request;
        if (RefusedCall.ClaimedKeyId(request) is not { } keyId)
            return;
        var services = context.RequestServices;
        services
            .GetRequiredService<RefusedQueue>()
            .Add(
                new RefusedCall(
                    id,
                    services.GetRequiredService<TimeProvider>().GetUtcNow(),
                    keyId,
                    Account: null,
                    NetworkAddress.NameOf(context.Connection.RemoteIpAddress),
                    request.Path,
                    Model: null,
                    request.Headers.UserAgent,
                    StatusCodes.Status404NotFound,
                    Code,
                    message
                )
            );
    }

    private static string Message(string path, bool anthropic, string baseUrl) =>
        $"This address belongs to the dashboard, not to the API. {Advice(path, anthropic, baseUrl)} The API key and the model name can stay.";

    /// <summary>The error in the format of its caller.</summary>
    internal static object Error(string path, bool anthropic, string baseUrl, string docs)
    {
        var message = $"{Message(path, anthropic, baseUrl)} See {docs}";
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

    private static bool IsAnthropic(HttpRequest request) =>
        request.Path.Value!.Contains("/messages", StringComparison.OrdinalIgnoreCase) || request.Headers.ContainsKey("anthropic-version");

    /// <summary>Clients of Anthropic's API add <c>/v1</c> by themselves, except those that called without it.</summary>
    private static string Advice(string path, bool anthropic, string baseUrl) =>
        anthropic && path.Contains("/v1/", StringComparison.OrdinalIgnoreCase) && baseUrl.EndsWith("/v1", StringComparison.Ordinal)
            ? $"Set the Base URL in your tool (ANTHROPIC_BASE_URL) to {baseUrl[..^"/v1".Length]} without /v1, which the clients of Anthropic's API add by themselves."
            : $"Set the Base URL in your tool to {baseUrl}; your tool adds the rest.";
}
