using Npgsql;

namespace Platform.Bench.UsagePages;

/// <summary>
/// Writes usage records of one account as a year of posting would have left them: each with its ledger transaction and entries, in statements
/// whose triggers check and add up like those of the service. They are spread over sixty days, five models, four keys and sessions.
/// </summary>
internal sealed class UsageLoad(string database, Guid account)
{
    public const int Days = 60;

    private const int Batch = 200_000;

    public static readonly string[] Models =
    [
        "gpt-6-luna",
        "gpt-5-mini",
        "claude-haiku-4-5",
        "claude-sonnet-5-5",
        "text-embedding-3-small",
    ];

    /// <summary>A model of which there are few records, all of them old.</summary>
    public const string RareModel = "gpt-4o";

    /// <summary>
    /// What is drawn for each record: chance from its number, so that every load is the same; the time from its place, so that the newest is a
    /// minute old.
    /// </summary>
    private const string Draw = """
        CREATE TEMP TABLE batch ON COMMIT DROP AS
        SELECT n, at, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15) AS id,
          c1 % 100 AS dice, 200 + c2 % 9000 AS input, 20 + c1 / 100 % 900 AS output, c2 / 9000 % 4 AS key,
          CASE WHEN n % 250000 = 7 THEN @rare ELSE (@models)[1 + c1 / 7 % 5] END AS model, 400 + c2 / 7 % 5000 AS took
        FROM (
          SELECT n, md5(n::text) AS h, abs(hashint8(n)::bigint) AS c1, abs(hashint8(n + 1000000007)::bigint) AS c2,
            @newest::timestamptz - (@total - n) * (@days * interval '1 day' / @total) AS at
          FROM generate_series(@first::bigint, @last::bigint) AS n) AS drawn
        """;

    private const string Write = """
        INSERT INTO ledger_transactions (id, kind, reference, account_id, description, created_at)
        SELECT id::uuid, 'usage', 'req_' || id || '/1', @account, model, at FROM batch;
        INSERT INTO ledger_entries (transaction_id, ledger_account, account_id, amount_nano)
        SELECT id::uuid, side, @account, sign * (input * 1000 + output * 6000) FROM batch
        CROSS JOIN (VALUES ('customer', -1), ('revenue', 1)) AS sides (side, sign) WHERE dice <> 0;
        INSERT INTO usage_records (request_id, attempt, account_id, key_id, budget_id, endpoint, model, upstream, upstream_model, streamed,
          started_at, duration_ms, first_byte_ms, status_code, outcome, error_code, input_tokens, output_tokens, cached_input_tokens,
          cache_write_tokens, reasoning_tokens, source, price_version, price_input, price_output, hold_nano, charge_nano, client,
          ledger_transaction_id, session_id, placed_at, start_ms)
        SELECT 'req_' || id, 1, @account, 'benchkey000' || key, 'benchkey000' || key, '/v1/chat/completions', model, 'primary', model, true,
          at, took, CASE WHEN dice <> 0 THEN took / 4 END, CASE WHEN dice = 0 THEN 503 ELSE 200 END,
          CASE WHEN dice = 0 THEN 'Failed' WHEN dice = 1 THEN 'Disconnected' ELSE 'Completed' END,
          CASE WHEN dice = 0 THEN 'upstream_error' WHEN dice = 1 THEN 'client_disconnected' END,
          CASE WHEN dice = 0 THEN 0 ELSE input END, CASE WHEN dice = 0 THEN 0 ELSE output END, 0, 0, 0,
          CASE WHEN dice = 0 THEN 'None' ELSE 'Upstream' END, 1, 1000000000, 6000000000, 60000000,
          CASE WHEN dice = 0 THEN 0 ELSE input * 1000 + output * 6000 END, 'claude-cli/2.1.34 (external, cli)', id::uuid,
          CASE WHEN key < 2 THEN md5((n / 160)::text) END, at, 3
        FROM batch;
        """;

    /// <param name="progress">Is told how many there are.</param>
    public async Task WriteAsync(long total, DateTime newest, Action<long> progress)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(
            connection,
            "SELECT open_usage_months(array_agg(@newest::timestamptz - day * interval '1 day')) FROM generate_series(0, @days) AS day",
            ("newest", newest),
            ("days", Days)
        );
        for (long first = 1; first <= total; first += Batch)
        {
            var last = Math.Min(total, first + Batch - 1);
            await using var transaction = await connection.BeginTransactionAsync();
            await RunAsync(
                connection,
                Draw,
                ("rare", RareModel),
                ("models", Models),
                ("newest", newest),
                ("total", total),
                ("days", Days),
                ("first", first),
                ("last", last)
            );
            await RunAsync(connection, Write.Replace("@account", $"'{account}'::uuid", StringComparison.Ordinal));
            await transaction.CommitAsync();
            progress(last);
        }

        // As autovacuum would have done in sixty days.
        await RunAsync(connection, "VACUUM ANALYZE");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }
}
