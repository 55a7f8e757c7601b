using System.Globalization;

namespace Platform.Gateway.Errors;

/// <summary>What upstreams refuse or fail at.</summary>
internal static partial class ApiErrors
{
    /// <param name="message">The upstream's, which has the counts.</param>
    public static ApiError ContextLengthExceeded(string message, string? param) =>
        new(400, InvalidRequestType, TooLongCode, message, param);

    /// <param name="message">The upstream's.</param>
    public static ApiError TooLargeForUpstream(string message) => new(413, InvalidRequestType, "request_too_large", message);

    /// <param name="begun">A part of the answer may have been delivered.</param>
    public static ApiError UpstreamRateLimited(string model, TimeSpan? retryAfter, bool begun = false) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"The providers of '{model}' take no more requests for a moment: a rate limit is reached. Your key, Base URL and model are right, "
                + $"and {Charged(begun)}. Please try again in {Seconds(retryAfter ?? BusyPause)}, or choose another model.",
            RetryAfter: retryAfter ?? BusyPause
        )
        {
            IsProviders = true,
        };

    /// <param name="begun">A part of the answer may have been delivered.</param>
    public static ApiError UpstreamOverloaded(string model, TimeSpan? retryAfter, bool begun = false) =>
        new(
            503,
            ServerType,
            OverloadedCode,
            $"The providers of '{model}' are overloaded. Your key, Base URL and model are right, and {Charged(begun)}. Please try again "
                + $"in {Seconds(retryAfter ?? BusyPause)}, or choose another model.",
            RetryAfter: retryAfter ?? BusyPause
        );

    private static string Since(DateTimeOffset? since, TimeSpan? retryAfter) =>
        since is not { } time
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", since {time.UtcDateTime:HH:mm:ss} UTC")
                + (retryAfter is { } wait ? $"; one is tried again in {Seconds(wait)}" : "");

    private static string Charged(bool begun) => begun ? "you pay only for text that you got" : "you were not charged";

    /// <param name="since">Since when none can; null where that is not known.</param>
    public static ApiError UpstreamUnavailable(string model, TimeSpan? retryAfter, DateTimeOffset? since = null) =>
        new(
            503,
            ServerType,
            "upstream_unavailable",
            $"No provider of '{model}' can take the request right now{Since(since, retryAfter)}. Your key, Base URL and model are right, and "
                + $"you were not charged. Please try again in {Seconds(retryAfter ?? BusyPause)}, or choose another model.",
            RetryAfter: retryAfter ?? BusyPause
        );

    /// <summary>The matter is the operator's, whose credential or account the upstream refuses.</summary>
    /// <param name="begun">A part of the answer may have been delivered.</param>
    public static ApiError UpstreamRefusesUs(string model, int? status, bool begun = false) =>
        new(
            503,
            ServerType,
            "upstream_unavailable",
            $"No provider of '{model}' can take the request right now: one refused this platform's own access"
                + $"{(status is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({status})"))}, which is the operator's to mend. "
                + $"Your key, Base URL and model are right, and {Charged(begun)}. Please try again in {Seconds(BusyPause)}, or choose "
                + "another model.",
            RetryAfter: BusyPause
        );

    public static ApiError UpstreamFailed(string what) =>
        new(
            502,
            ServerType,
            "upstream_error",
            $"The provider of the model {what}. Your key, Base URL and model are right: try again, or choose another model.",
            RetryAfter: RetryPause
        );

    /// <summary>The same request would get such an answer again, for which the operator pays.</summary>
    /// <param name="what">What of it is too large, and by which setting.</param>
    /// <param name="mend">What to ask for instead.</param>
    public static ApiError AnswerTooLarge(string what, string mend) =>
        new(
            502,
            ServerType,
            "answer_too_large",
            $"The provider of the model sent an answer that is too large here: {what}. None of it was delivered, and you were not charged. {mend}"
        );

    public static ApiError UpstreamTimeout() =>
        new(
            504,
            ServerType,
            "upstream_timeout",
            "The provider of the model did not answer in time, and you were not charged. Try again, ask for fewer tokens, or choose "
                + "another model.",
            RetryAfter: RetryPause
        );

    /// <summary>The upstream refused the request itself; its message names the field better than ours could.</summary>
    public static ApiError RefusedByUpstream(string message, string? param) =>
        new(400, InvalidRequestType, "invalid_request_error", message, param);
}
