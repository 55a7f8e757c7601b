namespace Platform.Dashboard.Web;

/// <summary>Distinguishes a call to the API from a visit to the dashboard.</summary>
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
    /// Whether a tool with an address of this host as its Base URL calls <paramref name="path"/>. Any prefix of <c>/v1</c> or
    /// <c>/chat/completions</c> matches, because people also paste addresses of our pages.
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
