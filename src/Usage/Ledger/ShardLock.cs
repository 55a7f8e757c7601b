using Dapper;
using Npgsql;

namespace Platform.Usage.Ledger;

/// <summary>
/// Whoever changes what the book says of an account, or tells the till of it, holds the lock of the account's shard together
/// with others; whoever fills the till from the book holds it alone, and so sees a book and an outbox that stand still.
/// Ends with the database transaction. Waiting is bounded to five seconds.
/// </summary>
internal static class ShardLock
{
    private const int Space = 0x54494C4C;

    public static Task SharedAsync(NpgsqlTransaction transaction, IEnumerable<int> shards, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                SELECT set_config('lock_timeout', '5s', true);
                SELECT pg_advisory_xact_lock_shared(@Space, shard) FROM unnest(@shards) AS shard
                """,
                new { Space, shards = shards.Distinct().Order().ToArray() },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    public static Task ExclusiveAsync(NpgsqlTransaction transaction, int shard, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                SELECT set_config('lock_timeout', '5s', true);
                SELECT pg_advisory_xact_lock(@Space, @shard)
                """,
                new { Space, shard },
                transaction,
                cancellationToken: cancellationToken
            )
        );
}
