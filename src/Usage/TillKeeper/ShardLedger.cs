using Dapper;
using Npgsql;
using Platform.Till;

namespace Platform.Usage.TillKeeper;

/// <summary>The ledger's part of a shard. <paramref name="Credits"/> include the amounts of <paramref name="Pending"/>.</summary>
/// <param name="Days">What was spent of the budgets on each of the days that the till keeps.</param>
internal sealed record ShardLedger(
    int Shard,
    IReadOnlyCollection<AccountCredit> Credits,
    IReadOnlyCollection<BudgetSpending> Budgets,
    IReadOnlyCollection<DaySpending> Days,
    IReadOnlyCollection<OutboxRow> Pending
)
{
    /// <summary>One less than the till keeps, because its clock may be in the next day already.</summary>
    private const int KeptDays = TillKeys.Days - 1;

    /// <summary>The accounts that have a balance, or a budget with postings.</summary>
    public IReadOnlyList<Guid> Accounts { get; } = [.. Credits.Select(row => row.AccountId).Union(Budgets.Select(row => row.AccountId))];

    public IReadOnlyList<AppliedCredit> Applied => [.. Pending.Select(row => new AppliedCredit(row.AccountId, row.TransactionId))];

    /// <param name="markedUntil">The time up to which posted requests must be marked as settled in the till.</param>
    public OpeningRequest Opening(string epoch, DateTimeOffset markedUntil) =>
        new(Shard, epoch, Accounts, Credits, Budgets, Days, Applied, markedUntil);

    /// <summary>
    /// The ids of requests that were settled and posted since <paramref name="since"/>, one for each attempt. It searches by the ids of
    /// ledger transactions, which begin with their time.
    /// </summary>
    public static IAsyncEnumerable<string> SettledAsync(NpgsqlConnection connection, int shard, DateTimeOffset since) =>
        connection.QueryUnbufferedAsync<string>(
            """
            SELECT left(reference, -position('/' in reverse(reference))) FROM ledger_transactions
            WHERE kind = 'usage' AND till_shard(account_id) = @shard AND id >= @first AND reference NOT LIKE '%/0'
            """,
            new { first = FirstIdAt(since), shard }
        );

    private static Guid FirstIdAt(DateTimeOffset time)
    {
        Span<byte> id = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(id, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>The caller holds the shard's lock exclusively, so the queries show the same moment.</summary>
    public static async Task<ShardLedger> ReadAsync(NpgsqlTransaction transaction, int shard, CancellationToken cancellationToken)
    {
        using var rows = await transaction.Connection!.QueryMultipleAsync(
            new CommandDefinition(
                """
                SELECT account_id, balance_nano FROM balances WHERE ledger_account = 'customer' AND till_shard(account_id) = @shard;
                SELECT account_id, budget_id, spent_nano FROM budgets WHERE till_shard(account_id) = @shard;
                SELECT account_id, budget_id, day - date '1970-01-01' AS day, spent_nano FROM budget_days
                WHERE till_shard(account_id) = @shard AND day > (now() AT TIME ZONE 'UTC')::date - @kept;
                SELECT transaction_id, account_id, amount_nano FROM till_outbox WHERE applied_at IS NULL AND till_shard(account_id) = @shard
                """,
                new { shard, kept = KeptDays },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        return new ShardLedger(
            shard,
            (await rows.ReadAsync<AccountCredit>()).AsList(),
            (await rows.ReadAsync<BudgetSpending>()).AsList(),
            (await rows.ReadAsync<DaySpending>()).AsList(),
            (await rows.ReadAsync<OutboxRow>()).AsList()
        );
    }
}
