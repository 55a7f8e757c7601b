using Microsoft.Extensions.Options;

namespace Platform.Gateway.Errors;

/// <summary>
/// Answers every path that is not an endpoint. Usually the Base URL in a tool is slightly wrong, so the answer says how, and what to enter
/// instead.
/// </summary>
internal static class UnknownUrl
{
    private static readonly string[] PostEndpoints =
    [
        "/chat/completions",
        "/messages/count_tokens",
        "/messages",
        "/responses",
        "/embeddings",
        "/completions",
        "/quote",
    ];

    private static readonly string[] GetEndpoints = ["/models", "/doctor", "/credits", "/key"];

    private const string Azure = "Azure OpenAI",
        AzureAdvice = "Use its v1 API (/openai/v1, without api-version and deployments), which works here. Or choose";

    /// <summary>Parts of paths that belong to other APIs.</summary>
    private static readonly (string Part, string Api)[] Foreign =
    [
        ("/openai/deployments/", Azure),
        ("/api/chat", "Ollama"),
        ("/api/generate", "Ollama"),
        ("/api/tags", "Ollama"),
        ("/v1beta/", "Google Gemini"),
    ];

    public static Task AnswerAsync(HttpContext http, ErrorWriter errors, IOptions<PublicAddresses> addresses) =>
        errors.WriteAsync(
            http,
            NotOffered.Find(http.Request.Path) is var (path, what)
                ? ApiErrors.EndpointNotOffered(path, what)
                : ApiErrors.UnknownUrl(
                    Explain(
                        http.Request.Method,
                        http.Request.Path.Value ?? "/",
                        addresses.Value.BaseUrl,
                        CallingTool.From(http.Request.Headers).TakesRoot || http.Request.Headers.ContainsKey("anthropic-version")
                    )
                )
        );

    /// <summary>What is wrong with <paramref name="path"/>, and the Base URL to use.</summary>
    /// <param name="baseUrl">The one that ends in <c>/v1</c>.</param>
    /// <param name="takesRoot">The tool speaks Anthropic's API, whose clients nearly all add <c>/v1</c> by themselves.</param>
    public static string Explain(string method, string path, string baseUrl, bool takesRoot = false)
    {
        if (Array.Exists(path.Split('/'), KeyHeuristics.IsKey))
            return "The address has an API key in it, where logs and proxies keep it. Replace that key on the Keys page, and enter "
                + $"the new one into your tool's API key field. {UseVersion(baseUrl)}";
        var trimmed = path.TrimEnd('/');
        var use = Use(trimmed, baseUrl, takesRoot);
        return OfAnotherApi(trimmed) is { } api
                ? $"The address {path} is one of the API of {api}, which is not spoken here. {(api == Azure ? AzureAdvice : "Choose")} a provider that is called 'OpenAI "
                    + $"compatible' in your tool. {use}"
            : Malformed(path, trimmed, baseUrl) is { } problem ? $"{problem} {use}"
            : WrongMethod(method, trimmed) is { } right
                ? $"{method} {path} does not exist: this endpoint takes {right}. The Base URL is right."
            : trimmed is "" or "/v1"
                ? $"This is the API's address, not a page. {use} GET {baseUrl}/doctor tells whether your settings are right."
            : $"There is no {method} {path} here. {(IsBelowVersion(trimmed) ? "The Base URL is right; the API has no such endpoint." : use)} "
                + $"GET {baseUrl}/doctor tells whether your settings are right.";
    }

    /// <summary>
    /// Which of the two forms of the Base URL the tool needs: one that adds <c>/v1/messages</c> needs it without <c>/v1</c>, one that
    /// adds only <c>/messages</c> needs it with.
    /// </summary>
    private static string Use(string path, string baseUrl, bool takesRoot) =>
        Ending(path) is { } ending && ending.StartsWith("/messages", StringComparison.Ordinal)
            ? path.EndsWith("/v1" + ending, StringComparison.OrdinalIgnoreCase)
                ? UseRoot(baseUrl)
                : UseVersion(baseUrl)
            : takesRoot
                ? UseRoot(baseUrl)
                : UseVersion(baseUrl);

    private static string UseVersion(string baseUrl) => $"Set the Base URL in your tool to {baseUrl}; your tool adds the rest.";

    private static string UseRoot(string baseUrl) =>
        $"Set the Base URL in your tool (ANTHROPIC_BASE_URL) to {PublicAddresses.WithoutVersion(baseUrl)} without /v1, which the "
        + "clients of Anthropic's API add by themselves.";

    private static bool IsBelowVersion(string path) => path.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase);

    private static string? OfAnotherApi(string path) =>
        Array.Find(Foreign, foreign => path.Contains(foreign.Part, StringComparison.OrdinalIgnoreCase)).Api;

    private static string? Malformed(string path, string trimmed, string baseUrl)
    {
        if (path.Contains("//", StringComparison.Ordinal))
            return $"The address {path} has two slashes in a row: the Base URL in your tool probably ends in a slash, which it must not.";
        if (path.Contains("/v1/v1", StringComparison.OrdinalIgnoreCase))
            return $"The address {path} has /v1 twice: your tool adds it by itself, or the Base URL has it two times.";
        if (NamedTwice(trimmed) is { } twice)
            return $"The address {path} names the endpoint twice: the Base URL must end before {twice}, which your tool adds by itself.";
        if (Ending(trimmed) is not { } endpoint)
            return null;
        if (!trimmed.Contains("/v1/", StringComparison.OrdinalIgnoreCase))
            return $"The address {path} does not begin with /v1, as {baseUrl}{endpoint} does.";
        return trimmed.Equals("/v1" + endpoint, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The address {path} has more in it than {baseUrl}{endpoint}: something stands between the host and /v1, or after it.";
    }

    /// <summary>The endpoint that the Base URL itself ends in, when another follows it.</summary>
    private static string? NamedTwice(string path)
    {
        var ending = Ending(path);
        if (ending is null)
            return null;
        var before = path[..^ending.Length];
        return Ending(before.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? before[..^"/v1".Length] : before);
    }

    private static string? Ending(string path) =>
        Array.Find([.. PostEndpoints, .. GetEndpoints], endpoint => path.EndsWith(endpoint, StringComparison.OrdinalIgnoreCase));

    private static string? WrongMethod(string method, string path) =>
        Serves(PostEndpoints, path) && !HttpMethods.IsPost(method) ? "POST"
        : Serves(GetEndpoints, path) && !HttpMethods.IsGet(method) ? "GET"
        : null;

    private static bool Serves(string[] endpoints, string path) =>
        Array.Exists(endpoints, endpoint => path.Equals("/v1" + endpoint, StringComparison.OrdinalIgnoreCase));
}
