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
    LimitsInForce limits,
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
            var asked = Describe(subject, request, models, countsTokens);
            var result = Read(subject, asked, await till.AdmitAsync(asked));
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
            var lacksMoney =
                answer.Reason
                is AdmissionReason.Credit
                    or AdmissionReason.KeyLimit
                    or AdmissionReason.PeriodLimit
                    or AdmissionReason.InFlight;
            return new AdmissionQuote(
                Read(subject, asked, answer),
                asked.Wanted,
                asked.Least,
                lacksMoney,
                asked.Limits?.Scopes.Any(static scope => scope.Limits.TokensPerMinute is not null) == true ? asked.Limits.MostTokens : null,
                lacksMoney || answer.Reason is AdmissionReason.Tokens or AdmissionReason.TooLarge or AdmissionReason.Concurrency
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

    private AdmissionResult Read(HoldSubject subject, AdmissionRequest asked, AdmissionAnswer answer)
    {
        if (answer.Reason == AdmissionReason.Closed)
            return new AdmissionResult(ApiErrors.StoreUnavailable("The credit service"), null);
        var rate = LimitAnswers.StateOf(asked, answer, time.GetUtcNow());
        if (answer.Reason == AdmissionReason.Rate && !asked.CountsTokens)
            refusals.Limit(subject, LimitAnswers.ScopeOf(asked, answer.LimitedBy), answer.RetryAfter);
        return answer.Reason != AdmissionReason.Admitted ? new AdmissionResult(Refuse(subject, asked, answer), rate)
            : asked.OnlyAsks ? new AdmissionResult(NotFunded(subject, answer.Granted, answer.Free), rate)
            : new AdmissionResult(Fund(subject, asked, answer), rate);
    }

    private Funding Fund(HoldSubject subject, AdmissionRequest asked, AdmissionAnswer answer)
    {
        var marks = asked.Limits?.RunningMarks;
        var hold = new ActiveHold(subject, answer.Granted, answer.Free, answer.PlacedAt, time.GetTimestamp(), marks);
        active.Begin(hold);
        return new Funding(hold, wanted => extension.ExtendAsync(hold, wanted), options.DefaultOutputTokens);
    }

    private ApiError Refuse(HoldSubject subject, AdmissionRequest asked, AdmissionAnswer answer) =>
        answer.Reason switch
        {
            AdmissionReason.Rate or AdmissionReason.Tokens or AdmissionReason.TooLarge or AdmissionReason.Concurrency =>
                LimitAnswers.Refuse(subject.Owner.Model, asked, answer),
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
            countsTokens ? options.TokenCountsPerMinute : limits.OfKey(subject.KeyLimits).RequestsPerMinute ?? options.RequestsPerMinute,
            limits.OfAccount(subject.AccountLimits).ConcurrentRequests ?? options.ConcurrentRequests,
            options.EmptyAnswersPerDay,
            countsTokens,
            PeriodLimit: subject.PeriodLimit,
            Limits: limits.Counted(subject, models[0], estimate, countsTokens)
        );
    }
}
