using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Tenancy;

[Section("Tenants")]
internal sealed class TenantOptions
{
    /// <summary>What upstreams know accounts by is derived with it. With another secret all accounts are new to them.</summary>
    [Required, Credential("a secret of your own, of at least 32 characters", MinimumLength = 32)]
    public string Secret { get; set; } = "";
}
