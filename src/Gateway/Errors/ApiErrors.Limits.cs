using System.Globalization;
using Platform.Till;

namespace Platform.Gateway.Errors;

/// <summary>What a key, an account, or an account with one model asks for more than it may at a time.</summary>
internal static partial class ApiErrors
{
    /// <param name="retryAfter">A request is admitted then, if none other came before.</param>
    public static ApiError RateLimited(LimitScope scope, string model, int perMinute, TimeSpan retryAfter) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"{Whose(scope)} may send {Requests(perMinute)} a minute{For(scope, model)} and has sent more. Wait {Seconds(retryAfter)}, then try "
                + $"again{OrAnother(scope)}.",
            RetryAfter: retryAfter
        );

    /// <param name="tokens">What the request counts as.</param>
    /// <param name="retryAfter">The request is admitted then, if none other came before.</param>
    public static ApiError TokensLimited(LimitScope scope, string model, long perMinute, long tokens, TimeSpan retryAfter) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"{Whose(scope)} may use {Tokens(perMinute)} a minute{For(scope, model)}. This request counts as {Number(tokens)}, its "
                + $"input and the output that it asks for, and fewer are left. Wait {Seconds(retryAfter)}, then try again{OrAnother(scope)}, or "
                + "ask for fewer tokens (max_tokens).",
            RetryAfter: retryAfter
        );

    /// <summary>As 413, which is how the field tells it: nothing but a smaller request helps.</summary>
    /// <param name="tokens">What the request counts as at least.</param>
    public static ApiError MoreTokensThanTheLimit(LimitScope scope, string model, long perMinute, long tokens) =>
        new(
            413,
            InvalidRequestType,
            "request_too_large",
            $"{Whose(scope)} may use {Tokens(perMinute)} a minute{For(scope, model)}, and this request alone counts as {Number(tokens)}, "
                + "its input and the output that it asks for: it can never run. Send less input, or ask for fewer tokens (max_tokens)"
                + $"{OrAnother(scope)}."
        );

    public static ApiError TooManyAtOnce(LimitScope scope, string model, int limit) =>
        new(
            429,
            RateLimitType,
            RateLimitCode,
            $"{Whose(scope)} already has {Requests(limit)}{(scope == LimitScope.Model ? For(scope, model) : "")} running at once, which is the limit. "
                + $"Wait for one to end, then try again{OrAnother(scope)}.",
            RetryAfter: RetryPause
        );

    /// <param name="message">How many came from the caller's network address, and what to do.</param>
    public static ApiError TooManyWrongKeys(string message, TimeSpan retryAfter) =>
        new(429, RateLimitType, RateLimitCode, message, RetryAfter: retryAfter);

    public static ApiError TooManyEmptyAnswers(int perDay, TimeSpan retryAfter) =>
        new(
            429,
            RateLimitType,
            "too_many_empty_answers",
            $"The account had {perDay} empty answers today. They are free, although the provider read the prompts, and a day has no more "
                + "of them. Wait until tomorrow (UTC), and look at what your tool asks for: prompts that ask for nothing, or answers that "
                + "it cancels before they begin.",
            RetryAfter: retryAfter
        );

    private static string Whose(LimitScope scope) => scope == LimitScope.Key ? "This API key" : "The account";

    private static string For(LimitScope scope, string model) =>
        scope switch
        {
            LimitScope.Key => "",
            LimitScope.Account => " with all its keys",
            _ => $" for '{model}'",
        };

    private static string OrAnother(LimitScope scope) => scope == LimitScope.Model ? ", or choose another model" : "";

    private static string Requests(int count) => count == 1 ? "1 request" : $"{count} requests";

    private static string Tokens(long count) => count == 1 ? "1 token" : $"{Number(count)} tokens";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
