using System.Diagnostics.CodeAnalysis;
using Platform.Contracts;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>
/// The scripts of the till, each one atomic step in Redis. Whoever waits for one waits a bounded time; a script that is carried
/// out after its caller gave up must do no harm, and says in its file why it does not.
/// </summary>
internal sealed class TillScripts(IConnectionMultiplexer redis)
{
    public static readonly TimeSpan Patience = TillScript.Patience;

    private static readonly TillScript
        CreditScript = new(typeof(TillScripts), "credit.lua"), OpenScript = new(typeof(TillScripts), "open.lua"),
        CloseScript = new(typeof(TillScripts), "close.lua"), ExpireScript = new(typeof(TillScripts), "expire.lua");

    // Needed from the time the till takes an amount until the book knows that it has; this is that, exaggerated.
    private static readonly long AppliedSeconds = (long)TimeSpan.FromDays(30).TotalSeconds;

    // As settle.lua has it.
    private static readonly TimeSpan SettledLifetime = TimeSpan.FromDays(1);
    private const int MarksTogether = 5_000;

    /// <summary>Milliseconds since 1970 on the only clock that counts.</summary>
    public async Task<long> NowAsync(CancellationToken cancellationToken)
    {
        var time = await redis.GetServer((RedisKey)TillKeys.Open(0)).TimeAsync().WaitAsync(Patience, cancellationToken);
        return new DateTimeOffset(time).ToUnixTimeMilliseconds();
    }

    /// <summary>False when the shard is not (or no longer) the one opened as <paramref name="epoch"/>.</summary>
    public async Task<bool> CreditAsync(string epoch, OutboxRow row, CancellationToken cancellationToken)
    {
        RedisKey[] keys =
        [
            TillKeys.Open(TillKeys.ShardOf(row.AccountId)), TillKeys.Account(row.AccountId),
            TillKeys.Applied(row.AccountId, row.TransactionId.ToString("N")),
        ];
        return (long)await CreditScript.RunAsync(redis, keys, [epoch, row.AmountNano, AppliedSeconds], cancellationToken: cancellationToken) >= 0;
    }

    /// <summary>Whether events wait to be booked; open.lua refuses as long as they do.</summary>
    public async Task<bool> IsDrainingAsync(int shard, CancellationToken cancellationToken) =>
        await redis.GetDatabase().StreamLengthAsync(TillKeys.Events(shard)).WaitAsync(Patience, cancellationToken) > 0;

    /// <summary>Until when the till has the marks of <see cref="MarkSettledAsync"/>; null when it has none.</summary>
    public async Task<DateTimeOffset?> MarkedUntilAsync(int shard, CancellationToken cancellationToken) =>
        (long?)await redis.GetDatabase().StringGetAsync(TillKeys.Marked(shard)).WaitAsync(Patience, cancellationToken) is { } until
            ? DateTimeOffset.FromUnixTimeMilliseconds(until)
            : null;

    /// <summary>
    /// Marks requests of a closed shard as settled, which they are in the book: a settlement sent again then changes nothing. A few thousand
    /// at a time, so that Redis serves others in between.
    /// </summary>
    /// <param name="until">
    /// With these all that was booked up to then is marked, which is noted; not where Redis has lost something meanwhile, by a flush, which
    /// takes the note before as well, or by a start.
    /// </param>
    [SuppressMessage("Usage", "SER301", Justification = "The one command for the note, SET with IFEQ, is of Redis 8.4; Redis 7.0 must do.")]
    public async Task MarkSettledAsync(int shard, IAsyncEnumerable<string> requestIds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (database, store) = (redis.GetDatabase(), await StoreAsync(cancellationToken));
        await database.StringSetAsync(TillKeys.Marked(shard), 0, SettledLifetime, When.NotExists).WaitAsync(Patience, cancellationToken);
        var before = await database.StringGetAsync(TillKeys.Marked(shard)).WaitAsync(Patience, cancellationToken);
        await foreach (var some in requestIds.Chunk(MarksTogether).WithCancellation(cancellationToken))
            await Task.WhenAll(some.Select(id => database.StringSetAsync(TillKeys.Hold(shard, id), "settled", SettledLifetime)))
                .WaitAsync(Patience, cancellationToken);
        if (await StoreAsync(cancellationToken) != store)
            return;
        var note = database.CreateTransaction();
        note.AddCondition(Condition.StringEqual(TillKeys.Marked(shard), before));
        _ = note.StringSetAsync(TillKeys.Marked(shard), until.ToUnixTimeMilliseconds(), SettledLifetime);
        await note.ExecuteAsync().WaitAsync(Patience, cancellationToken);
    }

    /// <param name="marked">Up to when what was booked must be marked; see <see cref="MarkSettledAsync"/>.</param>
    /// <returns><c>opened</c>, <c>already</c>, <c>draining</c>, <c>unmarked</c> or <c>late</c>, as open.lua has it.</returns>
    public async Task<string> OpenAsync(string epoch, ShardBook book, DateTimeOffset marked, CancellationToken cancellationToken)
    {
        // The script gives up before we do, so that balances of yesterday can never fill the till.
        var goodUntil = await NowAsync(cancellationToken) + (long)Patience.TotalMilliseconds;
        var accounts = book.Accounts;
        var numbers = accounts.Select((account, i) => (account, i + 1)).ToDictionary();
        var credits = book.Credits.ToDictionary(row => row.AccountId, row => row.BalanceNano);
        RedisKey[] keys =
        [
            TillKeys.Open(book.Shard), TillKeys.Events(book.Shard), TillKeys.Holds(book.Shard), TillKeys.Marked(book.Shard),
            .. accounts.Select(account => (RedisKey)TillKeys.Account(account)),
            .. book.Pending.Select(row => (RedisKey)TillKeys.Applied(row.AccountId, row.TransactionId.ToString("N"))),
        ];
        RedisValue[] values =
        [
            epoch, goodUntil, accounts.Count, book.Budgets.Count, AppliedSeconds, (long)TillKeys.OpenLifetime.TotalMilliseconds,
            TillKeys.Hold(book.Shard, ""), TillKeys.AccountPrefix(book.Shard), marked.ToUnixTimeMilliseconds(),
            .. accounts.Select(account => (RedisValue)credits.GetValueOrDefault(account)),
            .. book.Budgets.SelectMany(row => (RedisValue[])[numbers[row.AccountId], row.BudgetId, row.SpentNano]),
        ];
        return ((string?)await OpenScript.RunAsync(redis, keys, values, 2 * Patience, cancellationToken))!;
    }

    /// <summary>Whether it was open as <paramref name="epoch"/> and is not any more.</summary>
    public async Task<bool> CloseAsync(int shard, string epoch, CancellationToken cancellationToken) =>
        (long)await CloseScript.RunAsync(redis, [TillKeys.Open(shard)], [epoch], cancellationToken: cancellationToken) == 1;

    /// <summary>What names the running Redis: each start makes another.</summary>
    public Task<string> StoreAsync(CancellationToken cancellationToken) => redis.RunIdAsync().WaitAsync(Patience, cancellationToken);

    /// <summary>False when the hold was settled, extended or expired by somebody else meanwhile.</summary>
    public async Task<bool> ExpireAsync(int shard, StaleHold hold, CancellationToken cancellationToken)
    {
        RedisKey[] keys =
        [
            TillKeys.Hold(shard, hold.RequestId), TillKeys.Account(hold.AccountId), TillKeys.Holds(shard), TillKeys.Events(shard),
        ];
        RedisValue[] values = [hold.RequestId, hold.AccountId.ToString("D"), hold.StartedAt.ToString("O")];
        return (long)await ExpireScript.RunAsync(redis, keys, values, cancellationToken: cancellationToken) == 1;
    }
}
