using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Keys;

[Section("Keys")]
internal sealed class KeyOptions
{
    /// <summary>Requests without a key in force that a network address may send in a minute.</summary>
    [Range(1, 1_000_000)]
    public int WrongKeysPerMinute { get; set; } = 300;
}
