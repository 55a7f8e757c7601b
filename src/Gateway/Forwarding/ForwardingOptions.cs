using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Forwarding;

[Section("Forwarding")]
internal sealed class ForwardingOptions
{
    /// <summary>How many upstreams and credentials a request is sent to at most, one after the other, until one answers.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long an upstream may be silent, before its first byte and between any two.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an upstream may take for an answer in all, whether it streams or not.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a connection to an upstream may take to be made.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to keep reading an upstream after the client has gone, to learn its usage. Zero: not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how much time without data a stream's client is sent a comment, from the start of the request on. As long as IdleTimeout or
    /// longer: never.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "01:00:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is not streamed, in bytes. Default 64 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The whole answers of more than a mebibyte that are held at once, together, in bytes. Default 256 MiB.</summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long MaxAnswerBytesInAll { get; set; } = 256 * 1024 * 1024;
}
