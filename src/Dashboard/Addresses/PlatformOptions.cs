using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Addresses;

[Section("Platform")]
public sealed class PlatformOptions
{
    /// <summary>The Base URL for people's tools.</summary>
    [Required, HttpAddress(EndsWith = "/v1"), Example("https://api.example.com/v1")]
    public string BaseUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    /// <summary>The public address of these pages, of which every absolute link is made, also where a payer returns to.</summary>
    [Required, HttpAddress, Example("https://example.com")]
    public string PublicUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    public bool IsHttps() => PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether browsers keep secrets that are sent to this address.</summary>
    public bool IsSafe() => IsHttps() || Uri.TryCreate(PublicUrl, UriKind.Absolute, out var address) && address.IsLoopback;
}
