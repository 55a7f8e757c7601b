using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Web;

[Section("Platform")]
public sealed class PlatformOptions
{
    /// <summary>The Base URL for people's tools.</summary>
    [HttpAddress(EndsWith = "/v1")]
    public string BaseUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "http://localhost:8080/v1";
}
