using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Rates;
using Platform.Till;

namespace Platform.Gateway.Admission;

/// <summary>
/// Ends the requests of a key that is over its rate before their bodies are read and the till is asked. It knows two things: until when
/// the till admits nothing from a key, and how often this gateway has refused a key, for a reason that the till never saw included.
/// </summary>
internal sealed class RefusalLimit(IOptions<AdmissionOptions> options, LimitsInForce limits, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly int perMinute = options.Value.RequestsPerMinute;
    private readonly Rate rate = new(options.Value.RequestsPerMinute, time);

    /// <summary>Null where the key's request may go on.</summary>
    public (ApiError Error, RateState Rate)? Check(KeyFacts key) =>
        Check(key.Id)
        ?? (OwnName(key.BudgetId, key.RequestsPerMinute) is { } name ? Check(name, key.RequestsPerMinute!.Value) : null)
        ?? (
            limits.OfAccount(key.AccountLimits).RequestsPerMinute is { } allowed
                ? Check(NameOf(key.AccountId, allowed), allowed, LimitScope.Account)
                : null
        );

    /// <summary>The same without the key's own rate, for requests that the till is not asked for.</summary>
    public (ApiError Error, RateState Rate)? Check(string keyId) => Check(keyId, perMinute);

    /// <summary>Counts what ended a request before it was admitted. Our own faults are no fault of the caller's.</summary>
    public void Note(string keyId, ApiError refusal)
    {
        if (refusal.Status is >= 400 and < 500 and not StatusCodes.Status429TooManyRequests)
            rate.Count(keyId);
    }

    /// <summary>The refusal, counted.</summary>
    public ApiError Noted(string keyId, ApiError refusal)
    {
        Note(keyId, refusal);
        return refusal;
    }

    /// <summary>The till admits nothing from this key or account for a time, whatever it asks.</summary>
    public void Limit(HoldSubject subject, LimitScope scope, TimeSpan wait)
    {
        if (scope == LimitScope.Key)
            rate.Limit(OwnName(subject.Owner.BudgetId, subject.KeyLimits?.RequestsPerMinute) ?? subject.Owner.KeyId, wait);
        else if (scope == LimitScope.Account && limits.OfAccount(subject.AccountLimits).RequestsPerMinute is { } allowed)
            rate.Limit(NameOf(subject.Owner.AccountId, allowed), wait);
    }

    private (ApiError Error, RateState Rate)? Check(string name, int allowed, LimitScope scope = LimitScope.Key) =>
        rate.Wait(name) is { } wait
            ? (
                ApiErrors.RateLimited(scope, "", allowed, wait),
                new RateState(time.GetUtcNow(), new LimitState(allowed, 0, wait + Minute - Minute / allowed))
            )
            : null;

    private static string NameOf(Guid account, int allowed) => string.Create(CultureInfo.InvariantCulture, $"{account:N}/{allowed}");

    /// <summary>
    /// The name under which a key with a rate of its own waits; null for other keys. The rate is in it, so that nobody waits on when it was
    /// changed.
    /// </summary>
    private string? OwnName(string budgetId, int? own) =>
        own < perMinute ? string.Create(CultureInfo.InvariantCulture, $"{budgetId}/{own.Value}") : null;
}
