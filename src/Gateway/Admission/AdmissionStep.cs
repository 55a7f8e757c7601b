using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Step 4: checks credit, spend limit, rate and concurrency in one atomic step of the till, and places the hold.</summary>
internal sealed class AdmissionStep(
    Admissions till,
    ActiveHolds active,
    HoldExtension extension,
    HoldReversals reversals,
    IOptions<AdmissionOptions> options,
    TimeProvider time
)
{
    private readonly AdmissionOptions options = options.Value;

    public async ValueTask<AdmissionResult> AdmitAsync(HoldSubject subject, InferenceRequest request, Model model)
    {
        using var span = StepTelemetry.Start("admit");
        try
        {
            var result = Read(subject, await till.AdmitAsync(Describe(subject, request, model)));
            span.Ends(result.Hold.Error);
            return result;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // A request that cannot be checked is refused. The script may still run and place a hold, so the admission is voided.
            reversals.Add(subject);
            return new AdmissionResult(span.EndsWith(ApiErrors.StoreUnavailable("The credit service")), null);
        }
    }

    private AdmissionResult Read(HoldSubject subject, AdmissionAnswer answer)
    {
        if (answer.Reason == AdmissionReason.Closed)
            return new AdmissionResult(ApiErrors.StoreUnavailable("The credit service"), null);
        var rate = new RateState(options.RequestsPerMinute, answer.Remaining, answer.ResetAfter);
        return answer.Reason == AdmissionReason.Admitted
            ? new AdmissionResult(Fund(subject, answer), rate)
            : new AdmissionResult(Refuse(answer), rate);
    }

    private Funding Fund(HoldSubject subject, AdmissionAnswer answer)
    {
        var hold = new ActiveHold(subject, answer.Granted, answer.Free, time.GetTimestamp());
        active.Begin(hold);
        return new Funding(hold, wanted => extension.ExtendAsync(hold, wanted), options.DefaultOutputTokens);
    }

    private ApiError Refuse(AdmissionAnswer answer) =>
        answer.Reason switch
        {
            AdmissionReason.Rate => ApiErrors.RateLimited(options.RequestsPerMinute, answer.RetryAfter),
            AdmissionReason.Concurrency => ApiErrors.TooManyAtOnce(options.ConcurrentRequests),
            AdmissionReason.Credit => ApiErrors.OutOfCredit(answer.Credit, answer.Least),
            AdmissionReason.InFlight => ApiErrors.CreditInFlight(answer.Held > answer.BudgetHeld ? answer.Held : answer.BudgetHeld),
            AdmissionReason.Empty => ApiErrors.TooManyEmptyAnswers(options.EmptyAnswersPerDay, answer.UntilTomorrow),
            AdmissionReason.KeyLimit => ApiErrors.KeyLimitExceeded(answer.SpendLimit, answer.Spent),
            _ => throw new InvalidOperationException($"The till answered {answer.Reason}."),
        };

    private AdmissionRequest Describe(HoldSubject subject, InferenceRequest request, Model model)
    {
        var estimate = HoldEstimate.For(request, model, options.DefaultOutputTokens, options.MinOutputTokens);
        return new AdmissionRequest(
            subject.RequestId,
            subject.Owner,
            estimate.Wanted,
            estimate.Least,
            subject.SpendLimit,
            options.HoldLifetime,
            options.RequestsPerMinute,
            options.ConcurrentRequests,
            options.EmptyAnswersPerDay
        );
    }
}
