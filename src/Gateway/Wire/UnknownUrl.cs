using Microsoft.Extensions.Options;
using Platform.Gateway.Journey;

namespace Platform.Gateway.Wire;

/// <summary>
/// Answers everything that is no endpoint. Nearly always the Base URL in somebody's tool is a little wrong, so the answer says in
/// which way and what to put there instead.
/// </summary>
public static class UnknownUrl
{
    private static readonly string[] Endpoints = ["/chat/completions", "/models", "/responses", "/messages", "/embeddings", "/completions"];

    public static Task AnswerAsync(HttpContext http, ErrorWriter errors, IOptions<PublicAddresses> addresses) =>
        errors.WriteAsync(http.Call(), ApiErrors.UnknownUrl(
            Explain(http.Request.Method, http.Request.Path.Value ?? "/", addresses.Value.BaseUrlFor(http.Request))));

    /// <summary>What is wrong with <paramref name="path"/>, and the Base URL to use.</summary>
    public static string Explain(string method, string path, string baseUrl)
    {
        var use = $"Set the Base URL in your tool to {baseUrl}";
        var trimmed = path.TrimEnd('/');

        if (path.Contains("/v1/v1", StringComparison.OrdinalIgnoreCase))
            return $"The address {path} has /v1 twice: your tool adds it by itself, or the Base URL has it two times. {use}.";
        if (Endpoints.FirstOrDefault(e => Count(path, e) > 1 || path.Contains("/chat/completions/", StringComparison.Ordinal)) is { } twice)
            return $"The address {path} names the endpoint twice: the Base URL must end before {twice}, which your tool adds by itself. {use}.";
        if (!path.StartsWith("/v1", StringComparison.Ordinal) && Endpoints.Any(e => trimmed.EndsWith(e, StringComparison.Ordinal)))
            return $"The address {path} does not begin with /v1. {use}, with /v1 at its end.";
        if (trimmed is "/v1/chat/completions" && !HttpMethods.IsPost(method))
            return $"{method} {path} does not exist: this endpoint takes POST. {use}; your tool adds the rest.";
        if (trimmed is "" or "/v1")
            return $"This is the API's address, not a page. {use}, and ask for GET {baseUrl}/models to try your key.";
        return $"There is no {method} {path} here. {use}; endpoints are GET /v1/models and POST /v1/chat/completions.";
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
