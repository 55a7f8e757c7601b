using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Why less was added to a hold than wanted; the numbers are those of <c>increment.lua</c>.</summary>
public enum IncrementReason
{
    Granted = 0,
    Closed = 1,

    /// <summary>The hold was settled, has expired, or was lost by the till.</summary>
    Ended = 2,

    Credit = 3,
    KeyLimit = 4,

    /// <summary>The key's spend limit for the day, week or month.</summary>
    PeriodLimit = 5,
}

/// <param name="Granted">At most what was wanted.</param>
public readonly record struct IncrementAnswer(IncrementReason Reason, Money Granted);

/// <summary>A request whose hold is raised or renewed.</summary>
/// <param name="SpendLimit">Of its budget; null for none.</param>
/// <param name="Lifetime">The hold expires after this time, counted from the answer.</param>
/// <param name="PeriodLimit">Of its budget, for the period in which the hold was placed; null for none.</param>
public sealed record IncrementRequest(
    Guid AccountId,
    string BudgetId,
    string RequestId,
    Money? SpendLimit,
    TimeSpan Lifetime,
    PeriodLimit? PeriodLimit = null
);

/// <summary>What happens to a hold between its admission and its settlement, each by one atomic script.</summary>
public sealed class Holds(IConnectionMultiplexer redis)
{
    private static readonly TillScript Increment = new("days.lua", "increment.lua"),
        Move = new("limits.lua", "move.lua"),
        Restore = new("days.lua", "limits.lua", "restore.lua"),
        Void = new("days.lua", "limits.lua", "void.lua"),
        Expire = new("days.lua", "limits.lua", "expire.lua");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Raises the hold of a running request as far as credit and spend limit allow, and renews it.</summary>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still raise the hold, until the request is
    /// settled.</exception>
    public async Task<IncrementAnswer> IncrementAsync(IncrementRequest request, Money wanted)
    {
        var shard = TillKeys.ShardOf(request.AccountId);
        var answer = (RedisResult[])
            (
                await Increment.RunAsync(
                    redis,
                    [
                        TillKeys.Open(shard),
                        TillKeys.Hold(shard, request.RequestId),
                        TillKeys.Account(request.AccountId),
                        TillKeys.Holds(shard),
                    ],
                    [
                        request.RequestId,
                        wanted.NanoUsd,
                        LimitValues.Total(request.SpendLimit),
                        TillLifetimes.Milliseconds(request.Lifetime),
                        request.BudgetId,
                        LimitValues.Amount(request.PeriodLimit),
                        LimitValues.Period(request.PeriodLimit),
                    ]
                )
            )!;
        return new IncrementAnswer((IncrementReason)(int)answer[0], new Money((long)answer[1]));
    }

    /// <summary>Lets the hold live a whole lifetime from now.</summary>
    /// <inheritdoc cref="IncrementAsync" path="/exception"/>
    public Task<IncrementAnswer> RenewAsync(IncrementRequest request) => IncrementAsync(request, Money.Zero);

    /// <summary>
    /// Lets the hold of a request count against the limits of another model in place of those of the model before, where that has room. The
    /// same again changes nothing.
    /// </summary>
    /// <param name="request">Its limits are those in force with the other model; what else it counts against is counted already.</param>
    /// <returns>
    /// As for an admission: <see cref="AdmissionReason.Admitted"/> where the hold has moved, <see cref="AdmissionReason.Closed"/> where there
    /// is none, else which limit of the other model has no room.
    /// </returns>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still move the hold.</exception>
    public async Task<AdmissionAnswer> MoveAsync(AdmissionRequest request, string model)
    {
        var (account, shard) = (request.Owner.AccountId, TillKeys.ShardOf(request.Owner.AccountId));
        return AdmissionAnswer.Parse(
            await Move.RunAsync(
                redis,
                [TillKeys.Hold(shard, request.RequestId), TillKeys.Account(account)],
                [
                    request.Limits?.Text ?? "",
                    new ScopeLimits(LimitScope.Model, model, RateLimits.None).Name,
                    request.Rate,
                    request.RequestsPerMinute,
                ]
            )
        );
    }

    /// <summary>Places a hold again that the till has lost. A hold that the till knows, held or ended, stays as it is.</summary>
    /// <returns>Whether it was placed.</returns>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still place the hold.</exception>
    public async Task<bool> RestoreAsync(string requestId, Hold hold, TimeSpan lifetime)
    {
        var (owner, shard) = (hold.Owner, TillKeys.ShardOf(hold.Owner.AccountId));
        return (long)
                await Restore.RunAsync(
                    redis,
                    [TillKeys.Hold(shard, requestId), TillKeys.Account(owner.AccountId), TillKeys.Holds(shard)],
                    [
                        requestId,
                        hold.Amount.NanoUsd,
                        TillLifetimes.Milliseconds(lifetime),
                        owner.BudgetId,
                        hold.StartedAt.ToUnixTimeMilliseconds(),
                        hold.Lines,
                    ]
                ) == 1;
    }

    /// <summary>
    /// Voids: takes back an admission whose answer never arrived. Releases its hold, and refuses the admission should it arrive later. A
    /// hold that has ended otherwise stays as it is.
    /// </summary>
    /// <returns>Whether a hold was released.</returns>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still void the hold.</exception>
    public async Task<bool> VoidAsync(Guid accountId, string budgetId, string requestId)
    {
        var shard = TillKeys.ShardOf(accountId);
        return (long)
                await Void.RunAsync(
                    redis,
                    [TillKeys.Hold(shard, requestId), TillKeys.Account(accountId), TillKeys.Holds(shard)],
                    [requestId, TillLifetimes.Seconds(TillLifetimes.VoidedHold), budgetId]
                ) == 1;
    }

    /// <summary>Releases a hold that nobody settled in time, and emits a usage event of an abandoned request, free of charge.</summary>
    /// <returns>False when it was settled, renewed or expired meanwhile.</returns>
    public async Task<bool> ExpireAsync(string requestId, Hold hold, CancellationToken cancellationToken)
    {
        var (account, shard) = (hold.Owner.AccountId, TillKeys.ShardOf(hold.Owner.AccountId));
        return (long)
                await Expire.RunAsync(
                    redis,
                    [TillKeys.Hold(shard, requestId), TillKeys.Account(account), TillKeys.Holds(shard), TillKeys.Events(shard)],
                    [requestId, account.ToString("D"), hold.StartedAt.ToString("O"), TillLifetimes.Seconds(TillLifetimes.EndedHold)],
                    cancellationToken: cancellationToken
                ) == 1;
    }

    /// <summary>The requests of a shard whose holds are due to expire, at most <paramref name="max"/>.</summary>
    /// <param name="now">In milliseconds since 1970, by Redis's clock.</param>
    public async Task<IReadOnlyList<string>> DueAsync(int shard, long now, int max, CancellationToken cancellationToken) =>
        [
            .. (
                await Redis
                    .SortedSetRangeByScoreAsync(TillKeys.Holds(shard), stop: now, take: max)
                    .WaitAsync(TillScript.Timeout, cancellationToken)
            ).Select(requestId => (string)requestId!),
        ];

    /// <summary>Null when there is no hold, when it has ended, or when it cannot be understood.</summary>
    public async Task<Hold?> FindAsync(int shard, string requestId, CancellationToken cancellationToken) =>
        Hold.Parse(await Redis.StringGetAsync(TillKeys.Hold(shard, requestId)).WaitAsync(TillScript.Timeout, cancellationToken));

    /// <summary>Removes a request without a hold from the set of those that wait for their end.</summary>
    public Task ForgetAsync(int shard, string requestId, CancellationToken cancellationToken) =>
        Redis.SortedSetRemoveAsync(TillKeys.Holds(shard), requestId).WaitAsync(TillScript.Timeout, cancellationToken);
}
