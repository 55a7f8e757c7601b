using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Step 4: checks rate, credit, spend limit and concurrency in one atomic step of the till, and places the hold.</summary>
internal sealed class AdmissionStep(
    Admissions till,
    TillBalances balances,
    ActiveHolds active,
    HoldExtension extension,
    HoldReversals reversals,
    RefusalLimit refusals,
    IOptions<AdmissionOptions> options,
    TimeProvider time
)
{
    private readonly AdmissionOptions options = options.Value;

    /// <summary>
    /// Whether the key can pay for anything; asked before a large body is read. Admission then asks what it can pay for the request.
    /// </summary>
    public async ValueTask<ApiError?> RefuseUnpaidAsync(KeyFacts key, CancellationToken cancellationToken)
    {
        if (await balances.FundsAsync(key.AccountId, key.BudgetId, cancellationToken) is not var (credit, spent))
            return ApiErrors.StoreUnavailable("The credit service");
        return credit <= Money.Zero ? ApiErrors.OutOfCredit(credit, Money.Zero)
            : key.SpendLimit is { } limit && spent >= limit ? ApiErrors.KeyLimitExceeded(limit, spent)
            : null;
    }

    /// <param name="models">Those that may answer: the hold covers each of them.</param>
    /// <param name="countsTokens">The request counts tokens, which has a rate of its own.</param>
    public async ValueTask<AdmissionResult> AdmitAsync(
        HoldSubject subject,
        InferenceRequest request,
        IReadOnlyList<Model> models,
        bool countsTokens
    )
    {
        using var span = StepTelemetry.Start("admit");
        try
        {
            var result = Read(
                subject,
                await till.AdmitAsync(Describe(subject, request, models, countsTokens)),
                countsTokens,
                isQuote: false
            );
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

    /// <summary>What <see cref="AdmitAsync"/> would answer now. Nothing is held, but it counts against the rate, as a refusal does.</summary>
    public async ValueTask<AdmissionQuote> QuoteAsync(
        HoldSubject subject,
        InferenceRequest request,
        IReadOnlyList<Model> models,
        bool countsTokens
    )
    {
        using var span = StepTelemetry.Start("quote");
        try
        {
            var asked = Describe(subject, request, models, countsTokens) with { OnlyAsks = true };
            var answer = await till.AdmitAsync(asked);
            var result = Read(subject, answer, countsTokens, isQuote: true);
            return new AdmissionQuote(
                result,
                asked.Wanted,
                asked.Least,
                answer.Reason
                    is AdmissionReason.Credit
                        or AdmissionReason.KeyLimit
                        or AdmissionReason.PeriodLimit
                        or AdmissionReason.InFlight
            );
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new AdmissionQuote(
                new AdmissionResult(span.EndsWith(ApiErrors.StoreUnavailable("The credit service")), null),
                Money.Zero,
                Money.Zero,
                LacksMoney: false
            );
        }
    }

    /// <summary>Gives the hold of a request back that nobody was asked for.</summary>
    public void Void(ActiveHold hold)
    {
        active.End(hold.Subject.RequestId);
        reversals.Add(hold.Subject);
    }

    /// <summary>Credit for a request that never runs: there is no hold in the till, and nothing to extend.</summary>
    public Funding NotFunded(HoldSubject subject, Money amount, Money free) =>
        new(new ActiveHold(subject, amount, free, time.GetUtcNow(), time.GetTimestamp()), static _ => Nothing, options.DefaultOutputTokens);

    private static Task<Extension> Nothing => Task.FromResult(new Extension(Money.Zero, null));

    private AdmissionResult Read(HoldSubject subject, AdmissionAnswer answer, bool countsTokens, bool isQuote)
    {
        if (answer.Reason == AdmissionReason.Closed)
            return new AdmissionResult(ApiErrors.StoreUnavailable("The credit service"), null);
        var rate = new RateState(PerMinute(subject, countsTokens), answer.Remaining, answer.ResetAfter);
        if (answer.Reason == AdmissionReason.Rate && !countsTokens)
            refusals.Limit(subject, answer.RetryAfter);
        return answer.Reason == AdmissionReason.Admitted
            ? new AdmissionResult(isQuote ? NotFunded(subject, answer.Granted, answer.Free) : Fund(subject, answer), rate)
            : new AdmissionResult(Refuse(subject, answer, countsTokens), rate);
    }

    private int PerMinute(HoldSubject subject, bool countsTokens) =>
        countsTokens ? options.TokenCountsPerMinute : refusals.PerMinute(subject.RequestsPerMinute);

    private Funding Fund(HoldSubject subject, AdmissionAnswer answer)
    {
        var hold = new ActiveHold(subject, answer.Granted, answer.Free, answer.PlacedAt, time.GetTimestamp());
        active.Begin(hold);
        return new Funding(hold, wanted => extension.ExtendAsync(hold, wanted), options.DefaultOutputTokens);
    }

    private ApiError Refuse(HoldSubject subject, AdmissionAnswer answer, bool countsTokens) =>
        answer.Reason switch
        {
            AdmissionReason.Rate => ApiErrors.RateLimited(PerMinute(subject, countsTokens), answer.RetryAfter),
            AdmissionReason.Concurrency => ApiErrors.TooManyAtOnce(options.ConcurrentRequests),
            AdmissionReason.Credit => ApiErrors.OutOfCredit(answer.Credit, answer.Least),
            AdmissionReason.InFlight => ApiErrors.CreditInFlight(answer.Held > answer.BudgetHeld ? answer.Held : answer.BudgetHeld),
            AdmissionReason.Empty => ApiErrors.TooManyEmptyAnswers(options.EmptyAnswersPerDay, answer.UntilTomorrow),
            AdmissionReason.KeyLimit => ApiErrors.KeyLimitExceeded(answer.SpendLimit, answer.Spent),
            AdmissionReason.PeriodLimit => ApiErrors.PeriodLimitExceeded(subject.PeriodLimit!, answer.SpentInPeriod, answer.NextPeriod),
            _ => throw new InvalidOperationException($"The till answered {answer.Reason}."),
        };

    private AdmissionRequest Describe(HoldSubject subject, InferenceRequest request, IReadOnlyList<Model> models, bool countsTokens)
    {
        var estimate = HoldEstimate.For(request, models, options.DefaultOutputTokens, options.MinOutputTokens);
        return new AdmissionRequest(
            subject.RequestId,
            subject.Owner,
            estimate.Wanted,
            estimate.Least,
            subject.SpendLimit,
            options.HoldLifetime,
            PerMinute(subject, countsTokens),
            options.ConcurrentRequests,
            options.EmptyAnswersPerDay,
            countsTokens,
            PeriodLimit: subject.PeriodLimit
        );
    }
}
