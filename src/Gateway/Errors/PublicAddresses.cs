using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Errors;

/// <summary>The platform's public addresses.</summary>
[Section("Public")]
internal sealed class PublicAddresses
{
    /// <summary>
    /// The Base URL that people put into their tools, ending in <c>/v1</c>. Never the host of a request, which its sender chooses.
    /// </summary>
    [Required, HttpAddress(EndsWith = "/v1"), Example("https://api.example.com/v1")]
    public string BaseUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    /// <summary>The page that lists the error codes; below it, <c>/{code}</c> explains each.</summary>
    [Required, HttpAddress, Example("https://example.com/errors")]
    public string ErrorDocs { get; set; } = "";

    /// <summary>The same for Anthropic's clients, which add <c>/v1/messages</c> by themselves.</summary>
    public static string WithoutVersion(string baseUrl) =>
        baseUrl.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? baseUrl[..^"/v1".Length] : baseUrl;
}
