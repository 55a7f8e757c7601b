using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// The name that an agent gives to its session: Claude Code and Codex in a header, others by <c>prompt_cache_key</c>, which lasts as long as a
/// session does. What is kept is a keyed hash: nobody reads the name in it, and two accounts that give the same name do not meet.
/// </summary>
internal static class SessionNames
{
    private const int MaxLength = 512,
        KeptLength = 22;

    private static readonly string[] Headers = ["x-claude-code-session-id", "session_id", "session-id", "conversation_id", "x-session-id"];

    /// <summary>The account's own id of the session; null where the caller names none.</summary>
    public static string? IdOf(HttpRequest http, InferenceRequest request, Guid account, TenantIds ids) =>
        (NameOf(http.Headers) ?? request.PromptCacheKey()) is { Length: > 0 and <= MaxLength } name
            ? ids.Scoped(account, "session", name)[..KeptLength]
            : null;

    /// <summary>What the caller's header says; null where there is none.</summary>
    public static string? NameOf(IHeaderDictionary headers)
    {
        foreach (var header in Headers)
            if (headers.TryGetValue(header, out var values) && values.Count == 1 && !string.IsNullOrWhiteSpace(values[0]))
                return values[0];
        return null;
    }
}
