using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Increments the hold of a running request, and keeps it from expiring.</summary>
internal sealed class HoldExtension(Holds till, IOptions<AdmissionOptions> options, TimeProvider time)
{
    /// <summary>Never throws: a till that does not answer is a shortage.</summary>
    public async Task<Extension> ExtendAsync(ActiveHold hold, Money wanted)
    {
        try
        {
            var (reason, granted) = await IncrementAsync(hold, wanted);
            return new Extension(
                granted,
                reason switch
                {
                    IncrementReason.Granted => null,
                    IncrementReason.Credit => ApiErrors.CreditExhaustedMidStream(),
                    IncrementReason.PeriodLimit when hold.Subject.PeriodLimit is { } limit => ApiErrors.PeriodLimitReachedMidStream(limit),
                    IncrementReason.KeyLimit => ApiErrors.KeyLimitReachedMidStream(hold.Subject.SpendLimit ?? Money.Zero),
                    _ => ApiErrors.StoreUnavailableMidStream(),
                }
            );
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The script may still run: the till then holds more than we count on, until the request is settled.
            return new Extension(Money.Zero, ApiErrors.StoreUnavailableMidStream());
        }
    }

    /// <summary>Lets the hold live a whole lifetime from now.</summary>
    /// <exception cref="RedisException">It may not have been renewed.</exception>
    /// <exception cref="TimeoutException">It may not have been renewed.</exception>
    public Task RenewAsync(ActiveHold hold) => IncrementAsync(hold, Money.Zero);

    private async Task<IncrementAnswer> IncrementAsync(ActiveHold hold, Money wanted)
    {
        var (subject, asked) = (hold.Subject, time.GetTimestamp());
        var request = new IncrementRequest(
            subject.Owner.AccountId,
            subject.Owner.BudgetId,
            subject.RequestId,
            subject.SpendLimit,
            options.Value.HoldLifetime,
            subject.PeriodLimit
        );
        var answer = await till.IncrementAsync(request, wanted);
        hold.Extend(answer.Granted, asked);
        return answer;
    }
}
