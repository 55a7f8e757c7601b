using Platform.Contracts;

namespace Platform.Gateway.Errors;

/// <summary>Credit and spend limits, before an answer and in the middle of one.</summary>
internal static partial class ApiErrors
{
    public static ApiError OutOfCredit(Money credit, Money needed) =>
        new(
            403,
            QuotaType,
            OutOfCreditCode,
            credit <= Money.Zero
                ? "The account has no credit left. Your API key, Base URL and model are right: buy a credit pack on the Credit page, "
                    + "then try again."
                : $"This request may cost up to {needed}, and the account's credit is {credit}. Buy a credit pack on the Credit page, "
                    + "or ask for fewer tokens (max_tokens)."
        );

    public static ApiError KeyLimitExceeded(Money limit, Money spent) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key has a spend limit of {limit} and has spent {spent}; this request could exceed it. Use another key, or "
                + "raise its limit on the Keys page."
        );

    /// <param name="spent">In the period that is now.</param>
    /// <param name="anew">The day on which the next one begins, UTC.</param>
    public static ApiError PeriodLimitExceeded(PeriodLimit limit, Money spent, DateOnly anew) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key has a spend limit of {limit.Amount} a {Name(limit.Period)} and has spent {spent} {Now(limit.Period)}; this "
                + $"request could exceed it. The limit starts anew on {anew:yyyy-MM-dd} at 00:00 UTC. Use another key until then, or raise "
                + "its limit on the Keys page."
        );

    public static ApiError CreditInFlight(Money held) =>
        new(
            429,
            RateLimitType,
            "credit_in_flight",
            $"The credit would do, but {held} of it is set aside for requests that are still running. Wait for them to end, or ask for "
                + "fewer tokens (max_tokens).",
            RetryAfter: RetryPause
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError CreditExhaustedMidStream() =>
        new(
            403,
            QuotaType,
            OutOfCreditCode,
            "The account's credit ran out in the middle of this answer, or what is left of it is set aside for other requests. You "
                + "were charged for what was delivered. Buy a credit pack on the Credit page, then ask again."
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError KeyLimitReachedMidStream(Money limit) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key reached its spend limit of {limit} in the middle of this answer. You were charged for what was delivered. "
                + "Use another key, or raise its limit on the Keys page."
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError PeriodLimitReachedMidStream(PeriodLimit limit) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key reached its spend limit of {limit.Amount} a {Name(limit.Period)} in the middle of this answer. You were charged "
                + "for what was delivered. Use another key, or raise its limit on the Keys page."
        );

    private static string Name(SpendPeriod period) =>
        period switch
        {
            SpendPeriod.Day => "day",
            SpendPeriod.Week => "week",
            _ => "month",
        };

    private static string Now(SpendPeriod period) => period == SpendPeriod.Day ? "today" : "this " + Name(period);
}
