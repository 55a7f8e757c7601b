using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What an upstream's error means to our caller, whether it comes as a status or within an answer. Agents act by it: on a prompt that is too
/// long they compact the conversation, on a limit they wait. A fault in the request itself is the caller's, and keeps its code; a refused
/// credential, an unknown model or a limit concerns our account there, and another route may do better.
/// </summary>
internal static partial class UpstreamErrorMeaning
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>What is wrong with our account or our settings; the caller has an account, credit and a key of its own.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "authentication_error",
        "permission_error",
        "permission_denied",
        "unauthenticated",
        "invalid_api_key",
        "api_key_invalid",
        "insufficient_quota",
        "key_limit_exceeded",
        "billing_error",
        "billing_not_active",
        "billing_hard_limit_reached",
        "account_deactivated",
        "access_terminated",
        "unsupported_country_region_territory",
    };

    /// <summary>Of those, the ones that somebody pays away.</summary>
    private static readonly HashSet<string> Unpaid = new(StringComparer.OrdinalIgnoreCase)
    {
        "insufficient_quota",
        "key_limit_exceeded",
        "billing_error",
        "billing_not_active",
        "billing_hard_limit_reached",
    };

    /// <summary>The upstream does not have this model, or not for us: its other models work.</summary>
    private static readonly HashSet<string> OfTheRoute = new(StringComparer.OrdinalIgnoreCase)
    {
        "model_not_allowed",
        "model_not_found",
        "not_found_error",
    };

    private static readonly HashSet<string> TooLong = new(StringComparer.OrdinalIgnoreCase)
    {
        "context_length_exceeded",
        "context_window_exceeded",
        "exceed_context_size_error",
        "model_context_window_exceeded",
    };

    private static readonly HashSet<string> Overloaded = new(StringComparer.OrdinalIgnoreCase)
    {
        "overloaded_error",
        "server_is_overloaded",
        "engine_overloaded",
        "engine_overloaded_error",
        "model_overloaded",
        "slow_down",
    };

    private static readonly HashSet<string> Limited = new(StringComparer.OrdinalIgnoreCase)
    {
        "rate_limit_exceeded",
        "rate_limit_error",
        "rate_limit_reached",
        "too_many_requests",
        "resource_exhausted",
        "credit_in_flight",
    };

    /// <param name="status">The status of HTTP; null where the error came within an answer.</param>
    /// <param name="retryAfter">What the headers say.</param>
    /// <param name="model">The model as the caller knows it.</param>
    public static UpstreamFailure Explain(UpstreamError error, string model, int? status = null, TimeSpan? retryAfter = null)
    {
        var wait = Bounded(retryAfter ?? WaitIn(error.Message));
        return Explain(error, model, status, wait, begun: status is null) with { Wait = wait };
    }

    private static UpstreamFailure Explain(UpstreamError error, string model, int? status, TimeSpan? wait, bool begun)
    {
        var given = status ?? error.Status;
        if (given is 403 && ContentInWords().IsMatch(error.Message))
            return new(OfTheRequest(error), false, CallVerdict.Answered);
        if (Is(OfTheRoute, error) || given is 404)
            return new(ApiErrors.UpstreamRefusesUs(model, given, begun), true, CallVerdict.Answered);
        if (Is(Ours, error) || given is 401 or 402 or 403 || OursInWords().IsMatch(error.Message))
            return RefusesUs(error, model, given, begun);
        if (Is(TooLong, error) || (given is null or 400 or 413 or 422 && TooLongInWords().IsMatch(error.Message)))
            return new(ApiErrors.ContextLengthExceeded(error.Message, error.Param), false, CallVerdict.Answered);
        if (Is(Overloaded, error) || given is 529)
            return new(ApiErrors.UpstreamOverloaded(model, wait, begun), true);
        if (Is(Limited, error) || given is 429)
            return new(ApiErrors.UpstreamRateLimited(model, wait, begun), true, CallVerdict.Limited);
        if (given is 413 || error.Type == "request_too_large")
            return new(ApiErrors.TooLargeForUpstream(error.Message), false, CallVerdict.Answered);
        if (given is 400 or 415 or 422 || (given is null && IsOfTheRequest(error)))
            return new(OfTheRequest(error), false, CallVerdict.Answered);
        return new(ByStatus(error, model, status, given, wait), true);
    }

    /// <summary>
    /// Words alone do not pause a credential where they may be the caller's own, quoted: those at the beginning are the upstream's.
    /// </summary>
    private static UpstreamFailure RefusesUs(UpstreamError error, string model, int? given, bool begun)
    {
        var isUnpaid = Is(Unpaid, error) || given is 402;
        var isSure = Is(Ours, error) || given is 401 or 402 or 403 || OursInWords().Match(error.Message).Index == 0;
        return new(ApiErrors.UpstreamRefusesUs(model, given, begun), true, isSure ? CallVerdict.CredentialRefused : CallVerdict.Answered)
        {
            MeantStatus = isUnpaid ? StatusCodes.Status402PaymentRequired : null,
        };
    }

    private static ApiError OfTheRequest(UpstreamError error) =>
        ApiErrors.RefusedByUpstream(error.Message, error.Param) with
        {
            UpstreamCode = error.Code,
        };

    private static ApiError ByStatus(UpstreamError error, string model, int? status, int? given, TimeSpan? wait) =>
        given switch
        {
            503 => ApiErrors.UpstreamUnavailable(model, wait),
            408 or 504 => ApiErrors.UpstreamTimeout(),
            _ when status is null => ApiErrors.UpstreamFailed($"reported an error: {error.Message}"),
            _ => ApiErrors.UpstreamFailed($"answered with the error status {status}"),
        };

    private static bool Is(HashSet<string> words, UpstreamError error) =>
        (error.Code is { } code && words.Contains(code)) || (error.Type is { } type && words.Contains(type));

    /// <summary>Within an answer no status says whose fault it is.</summary>
    private static bool IsOfTheRequest(UpstreamError error) =>
        error.Type is "invalid_request_error" or "BadRequestError" || (error.Code is { } code && RequestCode().IsMatch(code));

    private static TimeSpan? WaitIn(string message) =>
        Wait().Match(message) is { Success: true } match
        && double.TryParse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromMilliseconds(Math.Min(number, 1e9) * (match.Groups["unit"].Value == "ms" ? 1 : 1_000))
            : null;

    private static TimeSpan? Bounded(TimeSpan? wait) =>
        wait is not { } time ? null
        : time < TimeSpan.Zero ? TimeSpan.Zero
        : time > MaxWait ? MaxWait
        : time;

    /// <summary>Anthropic, OpenAI, Azure and vLLM, Google, Bedrock, xAI, Mistral, llama.cpp, Groq.</summary>
    [GeneratedRegex(
        "prompt is too long|input is too long|exceeds? (the )?(model's )?(maximum )?context|context (length|window|limit|size)|"
            + "maximum (prompt|context) length|input token count .* exceeds|reduce the length of the (messages|prompt|input)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TooLongInWords();

    [GeneratedRegex(
        "(your )?credit balance is too low|api key (is )?(not valid|invalid|expired)|(incorrect|invalid) api key",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OursInWords();

    /// <summary>Some answer 403 to what their rules forbid: that is the caller's, and no reason to leave the others alone.</summary>
    [GeneratedRegex(
        "flagged|moderation|content (policy|filter|violat)|usage (polic|guideline)|safety (check|polic|system|guideline)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ContentInWords();

    [GeneratedRegex(
        "^(invalid_|unsupported_|unknown_parameter|missing_|image_|content_|failed_to_download|string_above|array_above)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex RequestCode();

    [GeneratedRegex(@"try again in (?<time>\d+(?:\.\d+)?) ?(?<unit>ms|s)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wait();
}
