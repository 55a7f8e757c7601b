using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Payments;

[Section("Payments:Sandbox")]
public sealed class SandboxOptions
{
    /// <summary>The address of the sandbox's webhooks; by default an address on which this server listens.</summary>
    [HttpAddress, Example("http://localhost:8081/webhooks/sandbox")]
    public string? WebhookUrl { get; set; }

    /// <summary>
    /// The signing secret of the sandbox's webhooks, the same as at Usage. By default it is derived from the service credential.
    /// </summary>
    [Credential("a secret of at least 32 characters", MinimumLength = 32)]
    public string? WebhookSecret { get; set; }
}
