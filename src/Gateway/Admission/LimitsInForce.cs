using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Till;

namespace Platform.Gateway.Admission;

/// <summary>
/// The limits of a key, an account and a model within it: their own, or those that the gateway has for all. A key's own are never more than
/// the gateway's; an account's and a model's take their place.
/// </summary>
internal sealed class LimitsInForce(IOptions<AdmissionOptions> options)
{
    /// <summary>Those that the gateway has for all.</summary>
    public LimitsForAll ForAll { get; } =
        new(
            new RateLimits(options.Value.RequestsPerMinute, options.Value.TokensPerMinute, options.Value.ConcurrentRequestsPerKey),
            new RateLimits(
                options.Value.RequestsPerMinutePerAccount,
                options.Value.TokensPerMinutePerAccount,
                options.Value.ConcurrentRequests
            ),
            new RateLimits(
                options.Value.RequestsPerMinutePerModel,
                options.Value.TokensPerMinutePerModel,
                options.Value.ConcurrentRequestsPerModel
            )
        );

    /// <summary>It has a rate of requests.</summary>
    public RateLimits OfKey(RateLimits? own) => own?.NoMoreThan(ForAll.Key) ?? ForAll.Key;

    /// <summary>It has a limit of concurrent requests.</summary>
    public RateLimits OfAccount(RateLimits? own) => own?.Or(ForAll.Account) ?? ForAll.Account;

    /// <summary>Of each account's requests for the model.</summary>
    public RateLimits OfModel(Model sold) => sold.Limits?.Or(ForAll.Model) ?? ForAll.Model;

    /// <summary>Whether it makes a difference which of the models answers.</summary>
    public bool Differ(IReadOnlyList<Model> models)
    {
        for (var place = 0; models.Count > 1 && place < models.Count; place++)
            if (OfModel(models[place]) != RateLimits.None)
                return true;
        return false;
    }

    /// <summary>
    /// What a request counts against beside the rate of its key and the concurrent requests of its account; null where that is nothing. A
    /// count of tokens runs, and has a rate of its own.
    /// </summary>
    public CountedLimits? Counted(HoldSubject subject, Model sold, HoldEstimate estimate, bool countsTokens)
    {
        var (mine, ours, theirs) = (OfKey(subject.KeyLimits), OfAccount(subject.AccountLimits), OfModel(sold));
        // Most requests have no other limit, so they allocate nothing.
        List<ScopeLimits>? scopes = null;
        Add(LimitScope.Key, subject.Owner.BudgetId, null, mine.TokensPerMinute, mine.ConcurrentRequests);
        Add(LimitScope.Account, "", ours.RequestsPerMinute, ours.TokensPerMinute, null);
        Add(LimitScope.Model, sold.Id, theirs.RequestsPerMinute, theirs.TokensPerMinute, theirs.ConcurrentRequests);
        return scopes is null ? null : new CountedLimits(estimate.LeastTokens, estimate.MostTokens, scopes);

        void Add(LimitScope scope, string id, int? requests, long? tokens, int? concurrent)
        {
            if (countsTokens)
                (requests, tokens) = (null, null);
            if ((requests, tokens, concurrent) is not (null, null, null))
                (scopes ??= []).Add(new ScopeLimits(scope, id, new RateLimits(requests, tokens, concurrent)));
        }
    }
}
