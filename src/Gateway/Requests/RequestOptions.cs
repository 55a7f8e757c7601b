using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Requests;

[Section("Requests")]
internal sealed class RequestOptions
{
    /// <summary>The largest request body, in bytes. Default 32 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The bodies of all requests under way together, in bytes. Default 512 MiB.</summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long MaxBodyBytesInAll { get; set; } = 512 * 1024 * 1024;
}
