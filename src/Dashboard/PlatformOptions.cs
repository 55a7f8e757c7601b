namespace Platform.Dashboard;

/// <summary>The section <c>Platform</c> of the configuration.</summary>
public sealed class PlatformOptions
{
    /// <summary>What people put into their tools as Base URL; it ends in <c>/v1</c>.</summary>
    public string BaseUrl { get; set; } = "http://localhost:8080/v1";
}
