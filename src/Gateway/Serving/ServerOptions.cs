using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Serving;

[Section("Server")]
internal sealed class ServerOptions
{
    /// <summary>The most connections; the server closes what comes beyond them.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>The most streams of one HTTP/2 connection at a time; the client waits with what comes beyond them.</summary>
    [Range(1, 10_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>The most requests under way; beyond them 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequests { get; set; } = 5_000;

    /// <summary>Of the memory that the gateway may use, in percent: the container's or else the machine's. Beyond it 503.</summary>
    [Range(10, 100)]
    public int MaxMemoryPercent { get; set; } = 85;

    /// <summary>
    /// How long a gateway that is told to stop still serves, while its readiness says that it stops: until a load balancer has seen it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan StopNotice { get; set; } = TimeSpan.Zero;

    /// <summary>How long what is under way may then go on; what is not done by then ends with an error.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
