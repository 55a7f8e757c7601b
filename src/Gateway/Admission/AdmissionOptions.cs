using System.ComponentModel.DataAnnotations;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Admission;

[Section("Admission")]
internal sealed class AdmissionOptions
{
    /// <summary>Requests a key may send in a minute, as a burst or spread, those included that are refused.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 1_000;

    /// <summary>Tokens a key may use in a minute, input and output together; none is no limit.</summary>
    [Range(1, RateLimits.MaxTokensPerMinute)]
    [Example("200000")]
    public int? TokensPerMinute { get; set; }

    /// <summary>Requests a key may have running at once; none is no limit but the account's.</summary>
    [Range(1, RateLimits.MaxConcurrentRequests)]
    [Example("20")]
    public int? ConcurrentRequestsPerKey { get; set; }

    /// <summary>Requests an account may send in a minute with all its keys; none is no limit.</summary>
    [Range(1, RateLimits.MaxRequestsPerMinute)]
    [Example("5000")]
    public int? RequestsPerMinutePerAccount { get; set; }

    /// <summary>Tokens an account may use in a minute; none is no limit.</summary>
    [Range(1, RateLimits.MaxTokensPerMinute)]
    [Example("1000000")]
    public int? TokensPerMinutePerAccount { get; set; }

    /// <summary>Requests an account may send in a minute for one model, unless the catalogue says; none is no limit.</summary>
    [Range(1, RateLimits.MaxRequestsPerMinute)]
    [Example("1000")]
    public int? RequestsPerMinutePerModel { get; set; }

    /// <summary>Tokens an account may use in a minute with one model, unless the catalogue says; none is no limit.</summary>
    [Range(1, RateLimits.MaxTokensPerMinute)]
    [Example("400000")]
    public int? TokensPerMinutePerModel { get; set; }

    /// <summary>Requests an account may have running at once for one model, unless the catalogue says; none is no limit.</summary>
    [Range(1, RateLimits.MaxConcurrentRequests)]
    [Example("50")]
    public int? ConcurrentRequestsPerModel { get; set; }

    /// <summary>Counts of tokens that an upstream makes for a key in a minute. Beyond them the gateway estimates.</summary>
    [Range(1, 1_000_000)]
    public int TokenCountsPerMinute { get; set; } = 200;

    /// <summary>Requests an account may have running at once.</summary>
    [Range(1, 100_000)]
    public int ConcurrentRequests { get; set; } = 200;

    /// <summary>
    /// Empty answers an account gets in a day (UTC). They are free, although the provider reads the prompt and is paid for it; after so
    /// many, further requests of that day are refused.
    /// </summary>
    [Range(1, 1_000_000)]
    public int EmptyAnswersPerDay { get; set; } = 200;

    /// <summary>Output to hold when the client sets no limit, in tokens; at most what the model can produce.</summary>
    [Range(1, 1_000_000)]
    public int DefaultOutputTokens { get; set; } = 8_192;

    /// <summary>The least output that must be affordable when the client sets no limit, in tokens.</summary>
    [Range(1, 1_000_000)]
    public int MinOutputTokens { get; set; } = 256;

    /// <summary>The output of an ordinary answer, in tokens, from which a quote computes the expected cost.</summary>
    [Range(1, 1_000_000)]
    public int ExpectedOutputTokens { get; set; } = 500;

    /// <summary>
    /// A hold that nobody settled or renewed is released after this time. The hold of a running request is renewed after a third of it, so
    /// that two renewals may fail, each for seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan HoldLifetime { get; set; } = TimeSpan.FromMinutes(30);
}
