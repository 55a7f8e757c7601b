using Dapper;
using Npgsql;

namespace Platform.Usage.Reconciliation;

/// <summary>What must be true within the ledger. All checks read the same snapshot, so traffic causes no false difference.</summary>
internal static class LedgerChecks
{
    /// <summary>The first query counts what is compared; the second returns what differs, as (subject, expected, found).</summary>
    private static readonly (string Name, string Compared, string Differences)[] All =
    [
        (
            "the entries of a ledger transaction sum to zero",
            "SELECT count(*) FROM ledger_transactions",
            """
            SELECT transaction_id::text AS subject, '0' AS expected, sum(amount_nano)::text AS found
            FROM ledger_entries GROUP BY transaction_id HAVING sum(amount_nano) <> 0
            """
        ),
        (
            "a balance is the sum of its entries",
            "SELECT count(*) FROM balances",
            """
            SELECT ledger_account || ' of ' || account_id AS subject, coalesce(e.sum, 0)::text AS expected, coalesce(b.balance_nano, 0)::text AS found
            FROM (SELECT ledger_account, account_id, sum(amount_nano) AS sum FROM ledger_entries GROUP BY 1, 2) AS e
            FULL JOIN balances AS b USING (ledger_account, account_id)
            WHERE coalesce(e.sum, 0) <> coalesce(b.balance_nano, 0)
            """
        ),
        (
            "every usage record has its ledger transaction, and every usage transaction its record",
            "SELECT count(*) FROM usage_records",
            """
            SELECT coalesce(u.request_id || '/' || u.attempt, t.reference) AS subject,
              coalesce(u.request_id || '/' || u.attempt || ' of ' || u.account_id, 'a record') AS expected,
              coalesce(t.reference || ' of ' || t.account_id, 'no transaction') AS found
            FROM usage_records AS u
            FULL JOIN (SELECT * FROM ledger_transactions WHERE kind = 'usage') AS t ON t.id = u.ledger_transaction_id
            WHERE u.request_id IS NULL OR t.id IS NULL OR t.reference <> u.request_id || '/' || u.attempt OR t.account_id <> u.account_id
            """
        ),
        (
            "a record's charge, with what is written off, is its tokens and calls times their prices, and its ledger transaction moved both",
            "SELECT count(*) FROM usage_records",
            ChargeSql
        ),
        (
            "a budget is the sum of its records' charges",
            "SELECT count(*) FROM budgets",
            """
            SELECT budget_id || ' of ' || account_id AS subject, coalesce(u.sum, 0)::text AS expected, coalesce(b.spent_nano, 0)::text AS found
            FROM (SELECT account_id, budget_id, sum(charge_nano) AS sum FROM usage_records GROUP BY 1, 2) AS u
            FULL JOIN budgets AS b USING (account_id, budget_id)
            WHERE coalesce(u.sum, 0) <> coalesce(b.spent_nano, 0)
            """
        ),
        (
            "a day of a budget is the sum of the charges of its records",
            "SELECT count(*) FROM budget_days",
            """
            SELECT concat_ws(' ', budget_id, 'of', account_id, 'on', day) AS subject, coalesce(u.sum, 0)::text AS expected,
              coalesce(b.spent_nano, 0)::text AS found
            FROM (SELECT account_id, budget_id, (coalesce(placed_at, started_at) AT TIME ZONE 'UTC')::date AS day, sum(charge_nano) AS sum
              FROM usage_records GROUP BY 1, 2, 3) AS u
            FULL JOIN budget_days AS b USING (account_id, budget_id, day)
            WHERE coalesce(u.sum, 0) <> coalesce(b.spent_nano, 0)
            """
        ),
        (
            "a usage transaction has one record in all months together",
            "SELECT count(*) FROM usage_records",
            """
            SELECT min(request_id || '/' || attempt) AS subject, '1 record' AS expected, count(*) || ' records' AS found
            FROM usage_records GROUP BY ledger_transaction_id HAVING count(*) > 1
            """
        ),
        ("an hour's usage is the sum of its records", "SELECT count(*) FROM usage_hourly", HoursSql),
        ("a day's usage is the sum of its hours", "SELECT count(*) FROM usage_daily", DaysSql),
        (
            "a session's usage is the sum of its records",
            "SELECT count(*) FROM usage_sessions",
            """
            WITH added AS (
              SELECT account_id, session_id, format('%s requests, charge %s', count(*), sum(charge_nano)) AS sums
              FROM usage_records WHERE session_id IS NOT NULL GROUP BY 1, 2),
            kept AS (SELECT account_id, session_id, format('%s requests, charge %s', requests, charge_nano) AS sums FROM usage_sessions)
            SELECT session_id || ' of ' || account_id AS subject, coalesce(added.sums, 'nothing') AS expected, coalesce(kept.sums, 'nothing') AS found
            FROM added FULL JOIN kept USING (account_id, session_id)
            WHERE added.sums IS DISTINCT FROM kept.sums
            """
        ),
        (
            "an outbox row's amount is what its transaction moved",
            "SELECT count(*) FROM till_outbox",
            """
            SELECT o.transaction_id::text AS subject, coalesce(e.sum, 0)::text AS expected, o.amount_nano::text AS found
            FROM till_outbox AS o
            LEFT JOIN (SELECT transaction_id, sum(amount_nano) AS sum FROM ledger_entries WHERE ledger_account = 'customer' GROUP BY 1) AS e
              USING (transaction_id)
            WHERE coalesce(e.sum, 0) <> o.amount_nano
            """
        ),
        (
            "there is no dead letter",
            "SELECT count(*) FROM dead_letters",
            "SELECT 'event ' || entry_id || ' of shard ' || shard AS subject, 'posted' AS expected, reason AS found FROM dead_letters "
                + "ORDER BY id"
        ),
    ];

    /// <summary>The same as Price.Cost, written independently in SQL on purpose. An attempt that failed or was abandoned is free.</summary>
    private const string ChargeSql = """
        WITH priced AS (
          SELECT u.*, CASE WHEN outcome IN ('Failed', 'Abandoned') THEN 0 ELSE
              ceil(greatest(0, fresh - audio_input_tokens - image_input_tokens)::numeric * price_input / 1000000)
            + ceil(least(fresh, audio_input_tokens)::numeric * coalesce(price_audio_input, price_input) / 1000000)
            + ceil(least(greatest(0, fresh - audio_input_tokens), image_input_tokens)::numeric
                * coalesce(price_image_input, price_input) / 1000000)
            + ceil(cached_input_tokens::numeric * coalesce(price_cached_input, price_input) / 1000000)
            + ceil(greatest(0, cache_write_tokens - cache_write_hour_tokens)::numeric * coalesce(price_cache_write, price_input) / 1000000)
            + ceil(cache_write_hour_tokens::numeric * coalesce(price_cache_write_hour, price_cache_write, price_input) / 1000000)
            + ceil(greatest(0, visible - audio_output_tokens)::numeric * price_output / 1000000)
            + ceil(least(visible, audio_output_tokens)::numeric * coalesce(price_audio_output, price_output) / 1000000)
            + ceil(reasoning_tokens::numeric * coalesce(price_reasoning, price_output) / 1000000)
            + coalesce(called, 0) END AS cost
          FROM usage_records AS u
          CROSS JOIN LATERAL (SELECT greatest(0, input_tokens - cached_input_tokens - cache_write_tokens) AS fresh,
            greatest(0, output_tokens - reasoning_tokens) AS visible) AS parts
          LEFT JOIN LATERAL (SELECT sum((calls->>'calls')::numeric * (calls->>'perCall')::numeric) AS called
            FROM jsonb_array_elements(u.tool_calls) AS calls) AS tools ON u.tool_calls IS NOT NULL),
        moved AS (
          SELECT transaction_id, coalesce(sum(amount_nano) FILTER (WHERE ledger_account = 'revenue'), 0) AS earned,
            coalesce(-sum(amount_nano) FILTER (WHERE ledger_account = 'customer'), 0) AS paid,
            coalesce(-sum(amount_nano) FILTER (WHERE ledger_account = 'write_offs'), 0) AS lost
          FROM ledger_entries GROUP BY transaction_id)
        SELECT request_id || '/' || attempt AS subject, cost::text AS expected,
          'charge ' || charge_nano || ', paid ' || coalesce(paid, 0) || ', written off ' || written_off_nano || ' and '
            || coalesce(lost, 0) || ', earned ' || coalesce(earned, 0) AS found
        FROM priced LEFT JOIN moved ON transaction_id = ledger_transaction_id
        WHERE charge_nano + written_off_nano <> cost OR coalesce(paid, 0) <> charge_nano OR coalesce(lost, 0) <> written_off_nano
          OR coalesce(earned, 0) <> cost
        """;

    private const string HoursSql = """
        WITH added AS (
          SELECT account_id, date_trunc('hour', started_at, 'UTC') AS hour, model, key_id, outcome, format('%s requests, %s/%s/%s/%s/%s tokens, charge %s',
            count(*), sum(input_tokens), sum(output_tokens), sum(cached_input_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(charge_nano)) AS sums
          FROM usage_records GROUP BY 1, 2, 3, 4, 5),
        kept AS (
          SELECT account_id, hour, model, key_id, outcome, format('%s requests, %s/%s/%s/%s/%s tokens, charge %s',
            requests, input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, charge_nano) AS sums
          FROM usage_hourly)
        SELECT concat_ws(' ', outcome, 'of', model, 'by key', key_id, 'of', account_id, 'at', hour) AS subject,
          coalesce(added.sums, 'nothing') AS expected, coalesce(kept.sums, 'nothing') AS found
        FROM added FULL JOIN kept USING (account_id, hour, model, key_id, outcome)
        WHERE added.sums IS DISTINCT FROM kept.sums
        """;

    private const string DaysSql = """
        WITH added AS (
          SELECT account_id, (hour AT TIME ZONE 'UTC')::date AS day, model, key_id, outcome, format('%s requests, %s/%s/%s tokens, charge %s',
            sum(requests), sum(input_tokens), sum(output_tokens), sum(cached_input_tokens), sum(charge_nano)) AS sums
          FROM usage_hourly GROUP BY 1, 2, 3, 4, 5),
        kept AS (
          SELECT account_id, day, model, key_id, outcome, format('%s requests, %s/%s/%s tokens, charge %s',
            requests, input_tokens, output_tokens, cached_input_tokens, charge_nano) AS sums
          FROM usage_daily)
        SELECT concat_ws(' ', outcome, 'of', model, 'by key', key_id, 'of', account_id, 'on', day) AS subject,
          coalesce(added.sums, 'nothing') AS expected, coalesce(kept.sums, 'nothing') AS found
        FROM added FULL JOIN kept USING (account_id, day, model, key_id, outcome)
        WHERE added.sums IS DISTINCT FROM kept.sums
        """;

    /// <param name="transaction">A transaction for the checks alone, with isolation level repeatable read.</param>
    public static async Task<IReadOnlyList<Check>> RunAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var checks = new List<Check>();
        foreach (var (name, compared, differences) in All)
        {
            var found = (
                await transaction.Connection!.QueryAsync<Difference>(
                    new CommandDefinition(differences, transaction: transaction, cancellationToken: cancellationToken)
                )
            ).AsList();
            var count = await transaction.Connection!.ExecuteScalarAsync<long>(
                new CommandDefinition(compared, transaction: transaction, cancellationToken: cancellationToken)
            );
            checks.Add(Check.From(name, count, found));
        }

        return checks;
    }
}
