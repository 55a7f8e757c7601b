using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Sockets;

[Section("WebSocket")]
internal sealed class SocketOptions
{
    /// <summary>Whether Responses are served over WebSockets at all. Off, they are refused with 426, and clients use plain HTTP.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The most connections of one key, at each gateway.</summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerKey { get; set; } = 50;

    /// <summary>The most connections of one gateway.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 5000;

    /// <summary>How long a connection may be open. OpenAI's last as long as the default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a connection may be open without a message and without a response under way.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a client may leave an event unread, a message unfinished, or a ping or close unanswered.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how much silence the client is pinged.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);
}
