using Dapper;
using Npgsql;

namespace Platform.Usage.Ledger;

/// <summary>
/// The lock of a shard, held until the database transaction ends. Code that posts to an account, or applies its credit to the till, holds
/// the lock shared. Code that fills the till from the ledger, or compares the two, holds it exclusively, so that ledger and outbox do not
/// change meanwhile. Waiting for a lock fails after five seconds.
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
