namespace Platform.Gateway.Routes;

/// <summary>By what the requests of a conversation are known to belong together.</summary>
internal enum StickySource
{
    /// <summary>There is one route with one credential, so nobody asks.</summary>
    Only,

    /// <summary>The caller's <c>prompt_cache_key</c>.</summary>
    CacheKey,

    /// <summary>The header in which an agent names its session.</summary>
    Session,

    /// <summary>The instructions and the first message of the user.</summary>
    Prefix,

    /// <summary>By nothing: each such request is a conversation of its own.</summary>
    None,
}

internal static class StickySources
{
    /// <summary>The name in traces and metrics.</summary>
    public static string Name(this StickySource source) =>
        source switch
        {
            StickySource.Only => "only",
            StickySource.CacheKey => "prompt_cache_key",
            StickySource.Session => "session",
            StickySource.Prefix => "prefix",
            _ => "none",
        };
}
