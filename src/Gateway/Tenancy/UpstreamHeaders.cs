using System.Buffers;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// The caller's headers that an upstream is sent: those of a list, so that a header nobody thought of stays here. All callers share one
/// account at the upstream, where a header may name a project, find somebody else's answer again (<c>Idempotency-Key</c>) or be a
/// credential.
/// </summary>
internal static class UpstreamHeaders
{
    private const string AnthropicPrefix = "anthropic-";

    private static readonly SearchValues<char> Sendable = SearchValues.Create([
        '\t',
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(each => (char)each),
    ]);

    /// <summary>What is sent to every upstream. The type of the body is set by the gateway, which has read it as JSON.</summary>
    private static readonly string[] Allowed = ["accept", "openai-beta", "user-agent"];

    /// <summary>Never sent, whatever a setting allows: what the gateway sets itself, and what names an account or a kept answer.</summary>
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "anthropic-organization-id",
        "anthropic-workspace-id",
        "api-key",
        "authorization",
        "connection",
        "cookie",
        "expect",
        "host",
        "idempotency-key",
        "keep-alive",
        "openai-organization",
        "openai-project",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-api-key",
        "x-goog-api-key",
        "x-idempotency-key",
        "x-request-id",
        "x-service-token",
    };

    private static readonly string[] ForbiddenPrefixes =
    [
        "accept-encoding",
        "content-",
        "forwarded",
        "proxy-",
        "x-forwarded-",
        "x-real-ip",
    ];

    /// <summary>Copies what may be sent. A value that HTTP cannot carry is left out: it would make every request fail.</summary>
    /// <param name="anthropic">The upstream is asked for an Anthropic client, or as Anthropic's API is.</param>
    /// <param name="more">Further headers that this upstream is sent, as <see cref="HeaderNamesAttribute"/> allows.</param>
    public static void Copy(IHeaderDictionary from, HttpRequestMessage to, bool anthropic, string? more)
    {
        to.Content!.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, values) in from)
        {
            if (!IsSent(name, anthropic, more))
                continue;
            foreach (var value in values)
                if (IsSendable(value))
                    to.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Whether a setting may allow the header.</summary>
    public static bool MayBeAllowed(string name) =>
        !Forbidden.Contains(name) && !ForbiddenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsSent(string name, bool anthropic, string? more) =>
        Allowed.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (
            MayBeAllowed(name)
            && (
                (anthropic && name.StartsWith(AnthropicPrefix, StringComparison.OrdinalIgnoreCase))
                || (more is not null && HeaderNamesAttribute.Contains(more, name))
            )
        );

    /// <summary>Visible ASCII, spaces and tabs. Others are bytes to which HTTP gives no meaning, and which the client refuses to send.</summary>
    private static bool IsSendable(string? value) => value is { Length: > 0 } && !value.AsSpan().ContainsAnyExcept(Sendable);
}
