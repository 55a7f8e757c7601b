namespace Platform.Dashboard.Web;

/// <summary>Tells a call meant for the API from a visit to the dashboard.</summary>
public static class ApiPath
{
    private static readonly PathString[] Roots =
    [
        "/v1",
        "/chat/completions",
        "/completions",
        "/responses",
        "/messages",
        "/embeddings",
        "/models",
        "/doctor",
    ];

    /// <summary>
    /// Whether a tool that took an address of this host for its Base URL would ask for <paramref name="path"/>. Whatever stands
    /// before <c>/v1</c> or <c>/chat/completions</c> does not matter: people paste addresses of our pages, too.
    /// </summary>
    public static bool Matches(PathString path)
    {
        if (Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase)))
            return true;
        var text = (path.Value ?? "").TrimEnd('/');
        return text.Contains("/v1/", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase);
    }
}
