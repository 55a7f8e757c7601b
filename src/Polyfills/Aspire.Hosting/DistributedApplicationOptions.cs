namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    public string? AssemblyName { get; set; }

    /// <summary>Where the AppHost's project lies; null is as the build says.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>There is no dashboard here, so it makes no difference.</summary>
    public bool DisableDashboard { get; set; }

    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Also passes what the resources write to the host's own logging, category <c>{AppHost}.Resources.{name}</c>.</summary>
    public bool EnableResourceLogging { get; set; }
}
