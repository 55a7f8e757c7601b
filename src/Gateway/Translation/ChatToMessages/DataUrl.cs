namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>The content of a data URL.</summary>
/// <param name="MediaType">In lower case, in the form that Anthropic knows; empty where the URL is not base64.</param>
internal sealed record DataUrl(string MediaType, string Base64)
{
    /// <summary>Null for any other URL.</summary>
    public static DataUrl? Parse(string url)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return null;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? "" : url["data:".Length..comma].ToLowerInvariant();
        if (!head.EndsWith(";base64", StringComparison.Ordinal))
            return new DataUrl("", "");
        var type = head[..head.IndexOf(';', StringComparison.Ordinal)];
        return new DataUrl(type == "image/jpg" ? "image/jpeg" : type, url[(comma + 1)..]);
    }
}
