namespace Platform.Gateway.Errors;

/// <summary>The form in which a caller reads errors, lists and streams.</summary>
internal enum Dialect
{
    /// <summary>Chat completions, embeddings, completions, and all other paths.</summary>
    OpenAI,

    /// <summary>OpenAI's Responses.</summary>
    Responses,

    /// <summary>Anthropic's Messages.</summary>
    Anthropic,
}

internal static class Dialects
{
    /// <summary>By the path, or by Anthropic's version header where a path serves both.</summary>
    public static Dialect For(HttpRequest request) => For(request.Path.Value ?? "", request.Headers);

    /// <param name="path">Of the endpoint, which another request may be about.</param>
    public static Dialect For(string path, IHeaderDictionary headers)
    {
        if (path.Contains("/messages", StringComparison.OrdinalIgnoreCase))
            return Dialect.Anthropic;
        if (path.Contains("/responses", StringComparison.OrdinalIgnoreCase))
            return Dialect.Responses;
        return headers.ContainsKey("anthropic-version") ? Dialect.Anthropic : Dialect.OpenAI;
    }
}
