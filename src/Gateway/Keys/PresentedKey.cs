using Platform.Contracts;

namespace Platform.Gateway.Keys;

/// <summary>
/// The API key a request presents, in <c>Authorization: Bearer</c>, <c>x-api-key</c> or, as Azure's clients do, <c>api-key</c>. It is read
/// without a call to another service.
/// </summary>
/// <param name="Header">The header that it was in.</param>
internal sealed record PresentedKey(ApiKey Key, string Header)
{
    private const string Authorization = "Authorization",
        Bearer = "Bearer";

    /// <summary>Headers that hold a key and nothing else.</summary>
    private static readonly string[] KeyHeaders = ["x-api-key", "api-key"];

    /// <summary>Where other vendors' clients put their keys.</summary>
    private static readonly string[] WrongHeaders = ["x-goog-api-key", "x-api-token"],
        WrongParameters = ["key", "api_key", "api-key", "apikey"];

    public static (PresentedKey? Key, KeyProblem? Problem) Read(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString().Trim();
        var bearer = AfterBearer(authorization);
        var presented = Of(bearer ?? "", Authorization);
        foreach (var header in KeyHeaders)
        {
            // Claude Code sends two headers when both of its variables are set; the key that is one of ours counts.
            if (Of(request.Headers[header].ToString(), header) is not { } other)
                continue;
            if (presented is not null && presented.Key.Text != other.Key.Text)
                return (null, TwoKeys(presented, other));
            presented ??= other;
        }

        return presented is null ? (null, Explain(request, authorization, bearer)) : (presented, null);
    }

    /// <summary>Null when the text is not one of our keys.</summary>
    private static PresentedKey? Of(string text, string header) => ApiKey.Parse(text) is { } key ? new PresentedKey(key, header) : null;

    /// <summary>Null when the header does not begin with the word.</summary>
    private static string? AfterBearer(string authorization) =>
        authorization.Equals(Bearer, StringComparison.OrdinalIgnoreCase) ? ""
        : authorization.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
        : null;

    private static KeyProblem Explain(HttpRequest request, string authorization, string? bearer)
    {
        if (!string.IsNullOrWhiteSpace(bearer))
            return MistakenKey.Explain(bearer);
        if (Array.Find(KeyHeaders, header => !string.IsNullOrWhiteSpace(request.Headers[header])) is { } used)
            return MistakenKey.Explain(request.Headers[used].ToString());
        if (bearer is null && authorization.Length > 0)
            return WithoutBearer(authorization);
        if (Array.Find(WrongHeaders, header => request.Headers[header].ToString().Length > 0) is { } wrong)
            return new KeyProblem(
                $"The API key came in the header {wrong}, which is not read here.",
                "Send it as 'Authorization: Bearer sk-...' or as 'x-api-key: sk-...': in your tool, choose a provider that is called "
                    + "'OpenAI compatible'."
            );
        if (Array.Find(WrongParameters, request.Query.ContainsKey) is { } parameter)
            return new KeyProblem(
                $"The API key stood in the address (?{parameter}=), where logs and proxies keep it.",
                "Replace that key on the Keys page, and send the new one as 'Authorization: Bearer sk-...': enter it into your "
                    + "tool's API key field, never into the Base URL."
            );
        return new KeyProblem("No API key was sent.", $"{KeyProblem.CreateKey} It is sent as 'Authorization: Bearer sk-...'.");
    }

    private static KeyProblem WithoutBearer(string authorization) =>
        authorization.StartsWith("Basic", StringComparison.OrdinalIgnoreCase)
            ? new KeyProblem("The header Authorization uses Basic authentication.", "Send 'Authorization: Bearer sk-...' instead.")
        : ApiKey.Parse(authorization) is { } key
            ? new KeyProblem(
                $"The API key ending in {key.LastFour} is one of ours, but the word Bearer is missing before it.",
                "Send 'Authorization: Bearer sk-...', with a space between."
            )
        : MistakenKey.Explain(authorization);

    private static KeyProblem TwoKeys(PresentedKey one, PresentedKey two) =>
        new(
            $"Two different API keys were sent: one ending in {one.Key.LastFour} as {one.Header}, another ending in {two.Key.LastFour} as "
                + $"{two.Header}, and it is not clear who shall pay.",
            "Send only one. In Claude Code, set either ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY."
        );
}
