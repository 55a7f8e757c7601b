namespace Platform.Contracts;

/// <summary>
/// Names of callers' headers that an upstream is sent, separated by commas; one that ends in <c>*</c> means all that begin so.
/// </summary>
public static class CallerHeaders
{
    public const string Expected =
        "names of headers, separated by commas, none of them a credential, an idempotency key or one that HTTP itself uses";

    private const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

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

    public static bool AreNames(string names) => names.Split(',', Tidy).All(IsName);

    /// <summary>Whether a setting may allow the header.</summary>
    public static bool MayBeAllowed(string name) =>
        !Forbidden.Contains(name) && !ForbiddenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <param name="names">A valid value.</param>
    public static bool Contains(string names, ReadOnlySpan<char> header)
    {
        foreach (var range in names.AsSpan().Split(','))
        {
            var name = names.AsSpan(range).Trim();
            if (
                name is [.. var prefix, '*']
                    ? header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    : header.Equals(name, StringComparison.OrdinalIgnoreCase)
            )
                return true;
        }

        return false;
    }

    /// <summary>A prefix needs some letters: all headers at once is what the list is there to prevent.</summary>
    private static bool IsName(string text)
    {
        var name = text.TrimEnd('*');
        return text.Length - name.Length <= 1
            && name.Length >= 3
            && name.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_')
            && MayBeAllowed(name);
    }
}
