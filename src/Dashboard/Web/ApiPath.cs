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
    /// Whether a request is one of a tool that has an address of this host as its Base URL. The page of the models has the path of the API's
    /// list: who asks for HTML and sends no key is a person.
    /// </summary>
    public static bool IsCall(HttpRequest request) => Matches(request.Path) && !IsPageOfModels(request);

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

    private static bool IsPageOfModels(HttpRequest request) =>
        request.Path.StartsWithSegments("/models", StringComparison.OrdinalIgnoreCase)
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Headers.ContainsKey("Authorization")
        && !request.Headers.ContainsKey("x-api-key")
        && !request.Headers.ContainsKey("api-key")
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
