using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults;

[Section("ConnectionStrings", Shared = true)]
public sealed class TillOptions
{
    [Required, Redis, Example("localhost:6379")]
    public string Redis { get; set; } = "";
}
