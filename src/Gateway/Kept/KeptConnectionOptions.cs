using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Kept;

[Section("ConnectionStrings", Shared = true)]
internal sealed class KeptConnectionOptions
{
    /// <summary>A Redis of its own, with <c>maxmemory</c> and an eviction of any key. Never the till's.</summary>
    [Required, Redis, Example("localhost:6380")]
    public string Kept { get; set; } = "";
}
