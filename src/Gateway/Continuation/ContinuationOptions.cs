using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Continuation;

[Section("Continuation")]
internal sealed class ContinuationOptions
{
    /// <summary>How long a response can be continued.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest conversation that is kept, in bytes of its JSON. Default 1 MiB.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>What the kept conversations of one account may take, compressed, in bytes. Beyond it the oldest are dropped.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int AccountBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>What the conversations that are kept for one open WebSocket may take, in bytes. Default 16 MiB.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int ConnectionBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The same of all open WebSockets together. Default 256 MiB.</summary>
    [Range(0, 1024L * 1024 * 1024 * 1024)]
    public long ConnectionBytesInAll { get; set; } = 256 * 1024 * 1024;
}
