using System.Buffers;
using Platform.Contracts;

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

    /// <summary>Copies what may be sent. A value that HTTP cannot carry is left out: it would make every request fail.</summary>
    /// <param name="anthropic">The upstream is asked for an Anthropic client, or as Anthropic's API is.</param>
    /// <param name="more">Further headers that this upstream is sent, as <see cref="CallerHeaders"/> has them.</param>
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

    private static bool IsSent(string name, bool anthropic, string? more) =>
        Allowed.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (
            CallerHeaders.MayBeAllowed(name)
            && (
                (anthropic && name.StartsWith(AnthropicPrefix, StringComparison.OrdinalIgnoreCase))
                || (more is not null && CallerHeaders.Contains(more, name))
            )
        );

    /// <summary>Visible ASCII, spaces and tabs. Others are bytes to which HTTP gives no meaning, and which the client refuses to send.</summary>
    private static bool IsSendable(string? value) => value is { Length: > 0 } && !value.AsSpan().ContainsAnyExcept(Sendable);
}
