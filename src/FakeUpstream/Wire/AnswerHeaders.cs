using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Platform.FakeUpstream.Wire;

/// <summary>
/// Adds OpenAI's headers to every response under <c>/v1</c>: <c>x-request-id</c>, <c>openai-processing-ms</c> and <c>x-ratelimit-*</c>.
/// The limits are invented and constant, so that tests detect a gateway that forwards them. Responses of Anthropic's API have
/// <c>request-id</c> and <c>x-request-id</c> only.
/// </summary>
internal sealed class AnswerHeaders(RequestDelegate next, TimeProvider time)
{
    public const string AnthropicRequestId = "request-id";

    private static readonly (string Name, StringValues Value)[] Fixed =
    [
        ("openai-organization", "fake-upstream"),
        ("openai-version", "2020-10-01"),
        ("x-ratelimit-limit-requests", "30000"),
        ("x-ratelimit-limit-tokens", "150000000"),
        ("x-ratelimit-remaining-requests", "29999"),
        ("x-ratelimit-remaining-tokens", "149999967"),
        ("x-ratelimit-reset-requests", "2ms"),
        ("x-ratelimit-reset-tokens", "0s"),
    ];

    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return next(http);

        var headers = http.Response.Headers;
        var id = "req_" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        headers["x-request-id"] = id;
        if (AnthropicError.AppliesTo(http))
        {
            headers[AnthropicRequestId] = id;
            return next(http);
        }

        foreach (var (name, value) in Fixed)
            headers[name] = value;

        var arrived = time.GetTimestamp();
        http.Response.OnStarting(() =>
        {
            headers["openai-processing-ms"] = ((long)time.GetElapsedTime(arrived).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
