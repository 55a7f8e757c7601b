using Microsoft.Extensions.Options;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// Requires <c>Authorization: Bearer</c> with the key of <c>FakeUpstream:ApiKey</c> under <c>/v1</c>; Anthropic's API also accepts it as
/// <c>x-api-key</c>.
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
        if (presented.Length == 0 && AnthropicError.AppliesTo(http) && http.Request.Headers["x-api-key"].ToString() is { Length: > 0 } key)
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

    /// <summary>The last four characters; nothing of a short key.</summary>
    private static string Masked(string presented) => presented.Length < Scheme.Length + 12 ? "***" : $"***{presented[^4..]}";
}
