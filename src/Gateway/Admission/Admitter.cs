using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Step 4: may they, now? One atomic script weighs credit, spend limit, rate and concurrency, and places the hold.</summary>
internal sealed class Admitter(
    TillQueue till, LiveLeases live, Extender extender, Withdrawals withdrawals, IOptions<AdmissionOptions> options, TimeProvider time)
{
    private readonly AdmissionOptions options = options.Value;

    public async ValueTask<AdmissionResult> AdmitAsync(HoldSubject subject, InferenceRequest request, Model model)
    {
        using var span = StepTelemetry.Start("admit");
        var estimate = HoldEstimate.For(request, model, options.DefaultOutputTokens, options.LeastOutputTokens);
        try
        {
            var result = Understand(subject, (RedisResult[])(await till.AskAsync(Step(subject, estimate)))!);
            span.Ends(result.Hold.Error);
            return result;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Never let through what cannot be weighed. Should the script run all the same, its hold is taken back.
            withdrawals.Remember(subject);
            return new AdmissionResult(span.EndsWith(ApiErrors.StoreUnavailable("The credit service")), null);
        }
    }

    private AdmissionResult Understand(HoldSubject subject, RedisResult[] answer)
    {
        var (reason, a, b) = ((AdmissionReason)(int)answer[0], (long)answer[1], (long)answer[2]);
        if (reason == AdmissionReason.Closed)
            return new AdmissionResult(ApiErrors.StoreUnavailable("The credit service"), null);
        var rate = new RateState(options.RequestsPerMinute, (int)answer[3], TimeSpan.FromMicroseconds((long)answer[4]));
        return reason == AdmissionReason.Admitted
            ? new AdmissionResult(Fund(subject, new Money(a), new Money(b)), rate)
            : new AdmissionResult(Refuse(reason, a, b), rate);
    }

    private Funding Fund(HoldSubject subject, Money granted, Money reach)
    {
        var hold = new ActiveHold(subject, granted, reach, time.GetTimestamp());
        live.Begin(hold);
        return new Funding(hold, wanted => extender.ExtendAsync(hold, wanted), options.DefaultOutputTokens);
    }

    private ApiError Refuse(AdmissionReason reason, long a, long b) => reason switch
    {
        AdmissionReason.Rate => ApiErrors.RateLimited(options.RequestsPerMinute, TimeSpan.FromMicroseconds(a)),
        AdmissionReason.Concurrency => ApiErrors.TooManyAtOnce(options.ConcurrentRequests),
        AdmissionReason.Credit => ApiErrors.OutOfCredit(new Money(a), new Money(b)),
        AdmissionReason.InFlight => ApiErrors.CreditInFlight(new Money(Math.Max(a, b))),
        AdmissionReason.KeyLimit => ApiErrors.KeyLimitExceeded(new Money(a), new Money(b)),
        _ => throw new InvalidOperationException($"admit.lua answered {reason}"),
    };

    private TillStep Step(HoldSubject subject, HoldEstimate estimate) => new(
        "admit", subject.Key.AccountId, subject.RequestId,
        estimate.Wanted.NanoUsd, estimate.Least.NanoUsd, subject.Key.SpendLimit?.NanoUsd ?? -1, (long)options.HoldLifetime.TotalMilliseconds,
        options.RequestsPerMinute, options.ConcurrentRequests, subject.Key.BudgetId, subject.Key.Id,
        TillKeys.HoldLines(subject.Key.AccountId, subject.Key.BudgetId, subject.Key.Id, subject.Endpoint, subject.ModelId));
}
