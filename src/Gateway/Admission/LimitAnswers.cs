using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Till;

namespace Platform.Gateway.Admission;

/// <summary>What the till's answers mean for the caller, as far as they are about limits of requests and tokens.</summary>
internal static class LimitAnswers
{
    public static RateState StateOf(AdmissionRequest asked, AdmissionAnswer answer, DateTimeOffset now)
    {
        var nearest = answer.Nearest;
        return new RateState(
            now,
            new LimitState(PerMinute(asked, nearest.Requests), answer.Remaining, answer.ResetAfter),
            nearest.Tokens == 0
                ? null
                : new LimitState(LimitsOf(asked, nearest.Tokens).TokensPerMinute ?? 0, nearest.RemainingTokens, nearest.TokensResetAfter)
        );
    }

    public static LimitScope ScopeOf(AdmissionRequest asked, int number) =>
        number == 0 ? LimitScope.Key : asked.Limits!.Scopes[number - 1].Scope;

    /// <param name="answer">A refusal by a limit of requests or tokens.</param>
    public static ApiError Refuse(string model, AdmissionRequest asked, AdmissionAnswer answer)
    {
        var number = answer.LimitedBy;
        var scope = ScopeOf(asked, number);
        return answer.Reason switch
        {
            AdmissionReason.Rate => ApiErrors.RateLimited(scope, model, PerMinute(asked, number), answer.RetryAfter),
            AdmissionReason.Concurrency => number == 0
                ? ApiErrors.TooManyAtOnce(LimitScope.Account, model, asked.ConcurrentRequests)
                : ApiErrors.TooManyAtOnce(scope, model, LimitsOf(asked, number).ConcurrentRequests ?? 0),
            AdmissionReason.Tokens => ApiErrors.TokensLimited(
                scope,
                model,
                LimitsOf(asked, number).TokensPerMinute ?? 0,
                asked.Limits!.LeastTokens,
                answer.RetryAfter
            ),
            _ => ApiErrors.MoreTokensThanTheLimit(scope, model, LimitsOf(asked, number).TokensPerMinute ?? 0, answer.LeastTokens),
        };
    }

    /// <summary>The rate of requests with a number of the till's.</summary>
    private static int PerMinute(AdmissionRequest asked, int number) =>
        number == 0 ? asked.RequestsPerMinute : LimitsOf(asked, number).RequestsPerMinute ?? 0;

    private static RateLimits LimitsOf(AdmissionRequest asked, int number) => asked.Limits!.Scopes[number - 1].Limits;
}
