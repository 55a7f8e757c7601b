using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Forwarding;

[Section("Forwarding")]
internal sealed class ForwardingOptions : IValidatableObject
{
    /// <summary>How many upstreams and credentials a request is sent to at most, one after the other, until one answers.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long an upstream may take to begin its answer. That of a whole answer may come only when all of it is generated.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "1.00:00:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a stream may take to its first content, whatever else it sends before: models think for minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "1.00:00:00")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an upstream may be silent within its answer, between any two bytes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an upstream may take for an answer in all, whether it streams or not.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a request may take in all, over all upstreams that it is sent to.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromHours(1);

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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RequestTimeout < AnswerTimeout)
            yield return new ValidationResult(
                $"is '{RequestTimeout}'. It must not be shorter than Forwarding:AnswerTimeout, which is '{AnswerTimeout}'.",
                [nameof(RequestTimeout)]
            );
    }
}
