using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Reads the limits of requests and tokens that are in force for an account and its keys.</summary>
public sealed class Rates(GatewayClient gateway, AccountsClient accounts)
{
    /// <summary>Null while the gateway does not answer.</summary>
    public async Task<RatesInForce?> ReadAsync(Guid account, CancellationToken cancellationToken)
    {
        var own = accounts.LimitsAsync(account, cancellationToken);
        var all = await gateway.LimitsAsync(cancellationToken);
        return await own is var limits && all is not null ? new RatesInForce(all.Key, limits.Or(all.Account)) : null;
    }
}

/// <param name="EveryKey">The most that a key may have.</param>
/// <param name="Account">Of all its keys together.</param>
public sealed record RatesInForce(RateLimits EveryKey, RateLimits Account)
{
    /// <summary>As the gateway reckons them.</summary>
    public RateLimits Of(KeyView key) =>
        new RateLimits(key.RequestsPerMinute, key.TokensPerMinute, key.ConcurrentRequests).NoMoreThan(EveryKey);
}
