using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Fills a closed shard from the ledger and lets it admit under a new epoch.</summary>
public sealed class Opening(IConnectionMultiplexer redis)
{
    private const int MarksTogether = 5_000;

    private static readonly TillScript Open = new("days.lua", "limits.lua", "open.lua");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Whether events wait to be posted to the ledger; a shard is not opened as long as they do.</summary>
    public async Task<bool> IsDrainingAsync(int shard, CancellationToken cancellationToken) =>
        await Redis.StreamLengthAsync(TillKeys.Events(shard)).WaitAsync(TillScript.Timeout, cancellationToken) > 0;

    /// <summary>Up to when the till has the marks of <see cref="MarkSettledAsync"/>; null when it has none.</summary>
    public async Task<DateTimeOffset?> MarkedUntilAsync(int shard, CancellationToken cancellationToken) =>
        (long?)await Redis.StringGetAsync(TillKeys.Marked(shard)).WaitAsync(TillScript.Timeout, cancellationToken) is { } until
            ? DateTimeOffset.FromUnixTimeMilliseconds(until)
            : null;

    /// <summary>
    /// Marks requests of a closed shard as settled, which they are in the ledger: a settlement sent again then changes nothing. A few
    /// thousand at a time, so that Redis serves others in between.
    /// </summary>
    /// <param name="until">
    /// Everything that was posted up to this time is marked with these requests. The time is noted in Redis, unless Redis has lost
    /// something meanwhile: by a flush, which removes the earlier note as well, or by a restart.
    /// </param>
    [SuppressMessage("Usage", "SER301", Justification = "The one command for the note, SET with IFEQ, is of Redis 8.4; Redis 7.0 must do.")]
    public async Task MarkSettledAsync(
        int shard,
        IAsyncEnumerable<string> requestIds,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var run = await RunIdAsync(cancellationToken);
        await Redis
            .StringSetAsync(TillKeys.Marked(shard), 0, TillLifetimes.EndedHold, When.NotExists)
            .WaitAsync(TillScript.Timeout, cancellationToken);
        var before = await Redis.StringGetAsync(TillKeys.Marked(shard)).WaitAsync(TillScript.Timeout, cancellationToken);
        await foreach (var some in requestIds.Chunk(MarksTogether).WithCancellation(cancellationToken))
            await MarkAsync(shard, some).WaitAsync(TillScript.Timeout, cancellationToken);
        if (await RunIdAsync(cancellationToken) != run)
            return;
        var note = Redis.CreateTransaction();
        note.AddCondition(Condition.StringEqual(TillKeys.Marked(shard), before));
        _ = note.StringSetAsync(TillKeys.Marked(shard), until.ToUnixTimeMilliseconds(), TillLifetimes.EndedHold);
        await note.ExecuteAsync().WaitAsync(TillScript.Timeout, cancellationToken);
    }

    /// <summary>Fills the shard and opens it, in one step. The caller keeps the shard's ledger from changing meanwhile.</summary>
    public async Task<OpeningResult> OpenAsync(OpeningRequest request, CancellationToken cancellationToken)
    {
        // The script gives up before this call does, so that outdated balances can never fill the till.
        var goodUntil = await redis.NowAsync(cancellationToken) + TillLifetimes.Milliseconds(TillScript.Timeout);
        var answer = await Open.RunAsync(redis, Keys(request), Values(request, goodUntil), 2 * TillScript.Timeout, cancellationToken);
        return Enum.Parse<OpeningResult>((string)answer!, ignoreCase: true);
    }

    private static RedisKey[] Keys(OpeningRequest request) =>
        [
            TillKeys.Open(request.Shard),
            TillKeys.Events(request.Shard),
            TillKeys.Holds(request.Shard),
            TillKeys.Marked(request.Shard),
            .. request.Accounts.Select(account => (RedisKey)TillKeys.Account(account)),
            .. request.Applied.Select(credit => (RedisKey)TillKeys.Applied(credit.AccountId, credit.TransactionId)),
        ];

    private static RedisValue[] Values(OpeningRequest request, long goodUntil)
    {
        var numbers = request.Accounts.Select((account, i) => (account, i + 1)).ToDictionary();
        var credits = request.Credits.ToDictionary(row => row.AccountId, row => row.BalanceNano);
        return
        [
            request.Epoch,
            goodUntil,
            request.Accounts.Count,
            request.Budgets.Count,
            TillLifetimes.Seconds(TillLifetimes.AppliedCredit),
            TillLifetimes.Milliseconds(TillLifetimes.Open),
            TillKeys.Hold(request.Shard, ""),
            TillKeys.AccountPrefix(request.Shard),
            request.MarkedUntil.ToUnixTimeMilliseconds(),
            .. request.Accounts.Select(account => (RedisValue)credits.GetValueOrDefault(account)),
            .. request.Budgets.SelectMany(row => (RedisValue[])[numbers[row.AccountId], row.BudgetId, row.SpentNano]),
            .. request.Days.SelectMany(row => (RedisValue[])[numbers[row.AccountId], row.BudgetId, row.Day, row.SpentNano]),
        ];
    }

    private Task<bool[]> MarkAsync(int shard, string[] requestIds) =>
        Task.WhenAll(requestIds.Select(id => Redis.StringSetAsync(TillKeys.Hold(shard, id), HoldState.Settled, TillLifetimes.EndedHold)));

    private Task<string> RunIdAsync(CancellationToken cancellationToken) =>
        redis.RunIdAsync().WaitAsync(TillScript.Timeout, cancellationToken);
}
