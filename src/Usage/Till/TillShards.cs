using Dapper;
using Npgsql;

namespace Platform.Usage.Till;

/// <summary>
/// What the book remembers of a shard's opening. <paramref name="Store"/> is the run of Redis that held it then: another
/// one may have started from an older state, so the shard must be filled again.
/// </summary>
internal sealed record TillShard(int Shard, string Epoch, string Store);

internal static class TillShards
{
    /// <summary>Those that were ever opened.</summary>
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

    /// <summary>The caller holds the shard's lock alone.</summary>
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
