using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Idempotency;

[Section("Idempotency")]
internal sealed class IdempotencyOptions
{
    /// <summary>How long a repeat is recognised, and the answer kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The largest answer that is kept, in bytes. A repeat of a larger one is refused, not charged again.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 1024 * 1024;

    /// <summary>What the kept answers of one account may take, compressed, in bytes. Beyond it the oldest are dropped.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int AccountBytes { get; set; } = 8 * 1024 * 1024;
}
