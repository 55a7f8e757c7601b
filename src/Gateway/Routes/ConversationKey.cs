using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Routes;

/// <summary>
/// Names the conversation that a request belongs to, within its account: an upstream has the beginning of a conversation in its cache where
/// it answered the request before. The same in every gateway, and kept nowhere.
/// </summary>
internal readonly record struct ConversationKey(ulong Value, StickySource Source)
{
    private const int MaxNameLength = 512;

    /// <param name="requestId">Stands for the conversation where nothing names it.</param>
    public static ConversationKey Of(HttpRequest http, InferenceRequest request, Guid account, string requestId)
    {
        Span<byte> owner = stackalloc byte[16];
        account.TryWriteBytes(owner);
        var seed = StableHash.Of(owner);
        if (request.PromptCacheKey() is { Length: > 0 and <= MaxNameLength } cacheKey)
            return new(StableHash.Of(cacheKey, seed), StickySource.CacheKey);
        if (SessionNames.NameOf(http.Headers) is { Length: > 0 and <= MaxNameLength } session)
            return new(StableHash.Of(session, seed), StickySource.Session);
        return ConversationPrefix.Hash(request, seed) is { } prefix
            ? new(prefix, StickySource.Prefix)
            : new(StableHash.Of(requestId, seed), StickySource.None);
    }
}
