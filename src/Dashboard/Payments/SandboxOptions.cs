using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Payments;

[Section("Payments:Sandbox")]
public sealed class SandboxOptions
{
    /// <summary>Where the sandbox's webhooks are sent; without it, to this server as it listens.</summary>
    [HttpAddress, Example("http://localhost:8081/webhooks/sandbox")]
    public string? WebhookUrl { get; set; }

    /// <summary>
    /// Of the sandbox's webhooks; Usage must have the same. Without it, one is derived from the credential of our services.
    /// </summary>
    [Credential("a secret of at least 32 characters", MinimumLength = 32)]
    public string? WebhookSecret { get; set; }
}
