using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults;

[Section("Service")]
public sealed class ServiceOptions
{
    /// <summary>The secret that authenticates our services to each other.</summary>
    [Required, Credential("a secret of at least 32 characters, the same for every service", MinimumLength = 32)]
    public string Token { get; set; } = "";
}
