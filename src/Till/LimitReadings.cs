using StackExchange.Redis;

namespace Platform.Till;

/// <summary>What is left of one name's limits; 0 where it has no such limit.</summary>
/// <param name="Running">Of an account, all its requests.</param>
public sealed record LimitReading(long Requests, long Tokens, long Running);

/// <summary>Looks at limits without counting against them.</summary>
public sealed class LimitReadings(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TillScript Look = new("readonly.lua", "limits.lua", "look.lua");

    /// <returns>In the order of <paramref name="scopes"/>; null when Redis does not answer soon.</returns>
    public async Task<IReadOnlyList<LimitReading>?> ReadAsync(
        Guid account,
        IReadOnlyList<ScopeLimits> scopes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var text = new CountedLimits(1, 1, scopes).Text;
            var answer = await Look.RunAsync(redis, [TillKeys.Account(account)], [text], Timeout, cancellationToken);
            var rows = ((RedisResult[])answer!).Select(row => (long[])row!).ToArray();
            return
            [
                .. scopes.Select(
                    (scope, i) => new LimitReading(rows[i][0], rows[i][1], scope.Scope == LimitScope.Account ? rows[^1][0] : rows[i][2])
                ),
            ];
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
