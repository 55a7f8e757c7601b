using Dapper;
using Npgsql;
using Platform.Usage.Intake;
using StackExchange.Redis;

namespace Platform.Usage.Reports;

internal sealed class Totals(NpgsqlDataSource database, EventStream stream)
{
    public async Task<TotalsView> ReadAsync(CancellationToken cancellationToken)
    {
        // The streams are read first, so that an event that is posted in between is counted twice rather than not at all.
        var pending = await PendingAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<TotalsView>(
            new CommandDefinition(
                """
                SELECT u.*,
                  (SELECT count(*) FROM ledger_transactions WHERE kind = 'usage') AS usage_transactions,
                  l.*,
                  (SELECT count(*) FROM dead_letters) AS dead_letters,
                  (SELECT count(*) FROM till_outbox WHERE applied_at IS NULL) AS outbox_pending
                FROM
                  (SELECT count(*) AS usage_records, count(*) FILTER (WHERE outcome <> 'Abandoned') AS attempts_posted,
                     coalesce(sum(input_tokens), 0)::bigint AS input_tokens, coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
                     coalesce(sum(charge_nano), 0)::bigint AS charged_nano_usd
                   FROM usage_records) AS u,
                  (SELECT coalesce(sum(amount_nano) FILTER (WHERE ledger_account = 'revenue'), 0)::bigint AS ledger_sum_nano_usd,
                     coalesce(sum(amount_nano), 0)::bigint AS ledger_balance_nano_usd
                   FROM ledger_entries) AS l
                """,
                cancellationToken: cancellationToken
            )
        ) with
        {
            EventsPending = pending,
        };
    }

    private async Task<long?> PendingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await stream.BacklogAsync(cancellationToken)).Events;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
