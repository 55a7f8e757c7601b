using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>Sets aside more for a request that is running, and keeps its hold from expiring.</summary>
internal sealed class Extender(IConnectionMultiplexer redis, IOptions<AdmissionOptions> options, TimeProvider time)
{
    /// <summary>The numbers of <c>extend.lua</c>.</summary>
    private enum ExtensionReason
    {
        Granted = 0,
        Closed = 1,
        Ended = 2,
        Credit = 3,
        KeyLimit = 4,
    }

    private static readonly TillScript Script = new(typeof(Extender), "extend.lua");

    public async Task<Extension> ExtendAsync(ActiveHold hold, Money wanted)
    {
        try
        {
            var (reason, granted) = await RunAsync(hold, wanted);
            return new Extension(granted, reason switch
            {
                ExtensionReason.Granted => null,
                ExtensionReason.Credit => ApiErrors.CreditExhaustedMidStream(),
                ExtensionReason.KeyLimit => ApiErrors.KeyLimitReachedMidStream(hold.Subject.Key.SpendLimit ?? Money.Zero),
                _ => ApiErrors.StoreUnavailableMidStream(),
            });
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Should the script have run all the same, the till holds more than we count on, until the request is settled.
            return new Extension(Money.Zero, ApiErrors.StoreUnavailableMidStream());
        }
    }

    /// <summary>Lets the hold live a whole lifetime from now.</summary>
    /// <exception cref="RedisException">It may not have been renewed.</exception>
    /// <exception cref="TimeoutException">It may not have been renewed.</exception>
    public Task RenewAsync(ActiveHold hold) => RunAsync(hold, Money.Zero);

    private async Task<(ExtensionReason Reason, Money Granted)> RunAsync(ActiveHold hold, Money wanted)
    {
        var (key, shard) = (hold.Subject.Key, TillKeys.ShardOf(hold.Subject.Key.AccountId));
        var asked = time.GetTimestamp();
        var answer = (RedisResult[])(await Script.RunAsync(
            redis,
            [TillKeys.Open(shard), TillKeys.Hold(shard, hold.Subject.RequestId), TillKeys.Account(key.AccountId), TillKeys.Holds(shard)],
            [
                hold.Subject.RequestId, wanted.NanoUsd, key.SpendLimit?.NanoUsd ?? -1,
                ((long)options.Value.HoldLifetime.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), key.BudgetId,
            ]))!;
        var granted = new Money((long)answer[1]);
        hold.Extend(granted, asked);
        return ((ExtensionReason)(int)answer[0], granted);
    }
}
