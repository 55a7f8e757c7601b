using Platform.Contracts;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Whether the till can admit requests: Redis answers, and the account's shard is open.</summary>
internal sealed class TillCheck(IConnectionMultiplexer redis, TimeProvider time)
{
    private const string Id = "credit_service";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <param name="key">Null to check any shard.</param>
    public async Task<Check> RunAsync(KeyFacts? key)
    {
        try
        {
            var shard = TillKeys.ShardOf(key?.AccountId ?? Guid.Empty);
            return await redis.GetDatabase().KeyExistsAsync(TillKeys.Open(shard)).WaitAsync(Timeout, time)
                ? Check.Ok(Id, "The credit service answers and admits requests.")
                : new Check(
                    Id,
                    CheckStatus.Fail,
                    "The credit service is starting, and admits no requests yet.",
                    "Nothing is wrong on your side: try again in a few seconds."
                );
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Check.Unavailable(Id, "The credit service");
        }
    }
}
