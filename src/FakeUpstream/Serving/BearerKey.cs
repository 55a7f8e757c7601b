using Microsoft.Extensions.Options;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// Asks everything under <c>/v1</c> for <c>Authorization: Bearer</c> with the key in <c>FakeUpstream:ApiKey</c>; Anthropic's API takes it
/// as <c>x-api-key</c> as well.
/// </summary>
internal sealed class BearerKey(RequestDelegate next, IOptions<FakeUpstreamOptions> options)
{
    private const string Scheme = "Bearer";

    private readonly string expected = $"{Scheme} {options.Value.ApiKey}";

    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            return next(http);

        var presented = http.Request.Headers.Authorization.ToString();
        if (presented.Length == 0 && AnthropicError.Speaks(http) && http.Request.Headers["x-api-key"].ToString() is { Length: > 0 } key)
            presented = $"{Scheme} {key}";
        if (presented.Equals(expected, StringComparison.Ordinal))
        {
            http.Features.Get<Exchange>()?.AcceptKey();
            return next(http);
        }

        return Errors.Write(
            http,
            presented.Length == 0
                ? OpenAIError.Unauthorized(
                    "You didn't provide an API key. Send it in an Authorization header using Bearer auth (i.e. Authorization: Bearer "
                        + "YOUR_KEY)."
                )
                : OpenAIError.Unauthorized($"Incorrect API key provided: {Masked(presented)}.", "invalid_api_key")
        );
    }

    /// <summary>At most the last four characters, and nothing of a key that is hardly longer.</summary>
    private static string Masked(string presented) => presented.Length < Scheme.Length + 12 ? "***" : $"***{presented[^4..]}";
}
