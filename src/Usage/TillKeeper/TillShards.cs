using Dapper;
using Npgsql;

namespace Platform.Usage.TillKeeper;

/// <summary>
/// The last opening of a shard, as the ledger's database keeps it. <paramref name="Store"/> identifies the run of Redis that held the
/// shard. Another run may have started from an older state, so the shard must then be filled again.
/// </summary>
internal sealed record TillShard(int Shard, string Epoch, string Store);

internal static class TillShards
{
    /// <summary>The shards that have been opened at least once.</summary>
    public static async Task<IReadOnlyDictionary<int, TillShard>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken,
        NpgsqlTransaction? transaction = null
    ) =>
        (
            await connection.QueryAsync<TillShard>(
                new CommandDefinition(
                    "SELECT shard, epoch, store FROM till_shards",
                    transaction: transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).ToDictionary(row => row.Shard);

    /// <summary>The caller holds the shard's lock exclusively.</summary>
    public static Task WriteAsync(NpgsqlTransaction transaction, TillShard shard, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                INSERT INTO till_shards (shard, epoch, store) VALUES (@Shard, @Epoch, @Store)
                ON CONFLICT (shard) DO UPDATE SET epoch = @Epoch, store = @Store, opened_at = now()
                """,
                shard,
                transaction,
                cancellationToken: cancellationToken
            )
        );
}
