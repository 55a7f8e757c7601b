using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Telemetry;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Step 4: may they, now? One atomic script weighs credit, spend limit, rate and concurrency, and places the hold.</summary>
public sealed class Admitter(TillQueue till, LiveLeases live, Withdrawals withdrawals, IOptions<AdmissionOptions> options, TimeProvider time)
{
    private readonly AdmissionOptions options = options.Value;

    public async ValueTask<ApiError?> AdmitAsync(Call call)
    {
        using var span = StepTelemetry.Start("admit");
        var estimate = HoldEstimate.For(call.Request!, call.Model!, options.DefaultOutputTokens, options.LeastOutputTokens);
        try
        {
            return span.Ends(Understand(call, (RedisResult[])(await till.AskAsync(Step(call, estimate)))!));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Never let through what cannot be weighed. Should the script run all the same, its hold is taken back.
            withdrawals.Remember(call);
            return span.Ends(ApiErrors.StoreUnavailable("The credit service"));
        }
    }

    private ApiError? Understand(Call call, RedisResult[] answer)
    {
        var (reason, a, b) = ((AdmissionReason)(int)answer[0], (long)answer[1], (long)answer[2]);
        if (reason == AdmissionReason.Closed)
            return ApiErrors.StoreUnavailable("The credit service");

        call.Rate = new RateState(options.RequestsPerMinute, (int)answer[3], TimeSpan.FromMicroseconds((long)answer[4]));
        if (reason == AdmissionReason.Admitted)
            live.Begin(call, call.Lease = new Lease(new Money(a), new Money(b), time.GetTimestamp()));
        return reason switch
        {
            AdmissionReason.Admitted => null,
            AdmissionReason.Rate => ApiErrors.RateLimited(options.RequestsPerMinute, TimeSpan.FromMicroseconds(a)),
            AdmissionReason.Concurrency => ApiErrors.TooManyAtOnce(options.ConcurrentRequests),
            AdmissionReason.Credit => ApiErrors.OutOfCredit(new Money(a), new Money(b)),
            AdmissionReason.InFlight => ApiErrors.CreditInFlight(new Money(Math.Max(a, b))),
            AdmissionReason.KeyLimit => ApiErrors.KeyLimitExceeded(new Money(a), new Money(b)),
            _ => throw new InvalidOperationException($"admit.lua answered {reason}"),
        };
    }

    private TillStep Step(Call call, HoldEstimate estimate) => new(
        "admit", call.Key!.AccountId, call.RequestId,
        estimate.Wanted.NanoUsd, estimate.Least.NanoUsd, call.Key.SpendLimit?.NanoUsd ?? -1, (long)options.HoldLifetime.TotalMilliseconds,
        options.RequestsPerMinute, options.ConcurrentRequests, call.Key.BudgetId, call.Key.Id,
        TillKeys.HoldLines(call.Key.AccountId, call.Key.BudgetId, call.Key.Id, call.Endpoint, call.Model!.Id));
}
