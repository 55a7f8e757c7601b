using Platform.Contracts;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Keys;

/// <summary>
/// Reads the API key a request presents, in <c>Authorization: Bearer</c> or <c>x-api-key</c>, and says what is wrong with one that
/// cannot be ours. Nothing here asks anybody.
/// </summary>
public static class PresentedKey
{
    private const string WhereToGetOne = "Create a key on the Tokens page and paste it into your tool's API key field.";

    /// <summary>Prefixes of other vendors' keys, the longer ones first.</summary>
    private static readonly (string Prefix, string Vendor)[] OtherVendors =
    [
        ("sk-proj-", "OpenAI"), ("sk-svcacct-", "OpenAI"), ("sk-admin-", "OpenAI"), ("sk-ant-", "Anthropic"), ("sk-or-", "OpenRouter"),
        ("sk-lf-", "Langfuse"), ("gsk_", "Groq"), ("xai-", "xAI"), ("AIza", "Google"), ("hf_", "Hugging Face"), ("r8_", "Replicate"),
        ("pplx-", "Perplexity"), ("tgp_", "Together"), ("fw_", "Fireworks"), ("csk-", "Cerebras"), ("nvapi-", "NVIDIA"), ("ghp_", "GitHub"),
    ];

    public static (ApiKey? Key, ApiError? Error) Read(IHeaderDictionary headers)
    {
        var (text, header) = Find(headers);
        if (string.IsNullOrWhiteSpace(text))
            return (null, Wrong("No API key was sent. " + WhereToGetOne + " It is sent as 'Authorization: Bearer sk-...'."));
        return ApiKey.Parse(text) is { } key ? (key, null) : (null, Wrong(Explain(text, header)));
    }

    private static (string? Text, string Header) Find(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return (authorization["Bearer ".Length..].TrimStart(), "Authorization");
        if (headers["x-api-key"].ToString() is { Length: > 0 } apiKey)
            return (apiKey, "x-api-key");
        return (authorization, "Authorization");
    }

    /// <summary>Why <paramref name="text"/> is no key of ours, and what to do. Shows at most its last four characters.</summary>
    private static string Explain(string text, string header)
    {
        var bare = text.Trim().Trim('"', '\'', '`', '<', '>');
        if (bare.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase))
            return "The API key begins with the word Bearer, which your tool adds by itself. Enter only the part that begins with sk-.";
        if (bare.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return $"The header {header} uses Basic authentication. Send 'Authorization: Bearer sk-...' instead.";
        if (bare != text && ApiKey.Parse(bare) is { } quoted)
            return $"The API key {Shown(quoted.Text)} is one of ours, but it has spaces or quotes around it. Enter it without them.";
        if (Uri.TryCreate(bare, UriKind.Absolute, out _) && bare.Contains("://", StringComparison.Ordinal))
            return "The API key field holds an address. Put the address into the Base URL field, and the key, which begins with sk-, here.";
        if (OtherVendors.FirstOrDefault(other => bare.StartsWith(other.Prefix, StringComparison.Ordinal)) is { Vendor: { } vendor })
            return $"The API key {Shown(bare)} looks like a key of {vendor}; it does not work here. {WhereToGetOne}";
        if (!bare.StartsWith(ApiKey.Prefix, StringComparison.Ordinal))
            return $"The API key {Shown(bare)} is not one of ours: ours begin with {ApiKey.Prefix}. {WhereToGetOne}";
        return bare.Length == ApiKey.Length
            ? $"The API key {Shown(bare)} has a wrong character in it (its checksum does not fit). Copy it again, or create a new one on the Tokens page."
            : $"The API key {Shown(bare)} has {bare.Length} characters; ours have {ApiKey.Length}. It was probably cut while copying: copy it whole. {WhereToGetOne}";
    }

    private static string Shown(string text) => text.Length >= 12 ? $"ending in {text[^4..]}" : "you sent";

    private static ApiError Wrong(string message) => ApiErrors.InvalidApiKey(message);
}
