using Npgsql;
using NpgsqlTypes;

namespace Platform.Usage.Intake;

/// <summary>
/// The columns of <c>usage_records</c>, and how rows get there: by binary COPY, which costs PostgreSQL a quarter less than an INSERT of
/// JSON.
/// </summary>
internal static class UsageTable
{
    private static readonly Column[] All =
    [
        Of("request_id", NpgsqlDbType.Text, row => row.RequestId),
        Of("attempt", NpgsqlDbType.Integer, row => row.Attempt),
        Of("account_id", NpgsqlDbType.Uuid, row => row.AccountId),
        Of("key_id", NpgsqlDbType.Text, row => row.KeyId),
        Of("budget_id", NpgsqlDbType.Text, row => row.BudgetId),
        Of("endpoint", NpgsqlDbType.Text, row => row.Endpoint),
        Of("model", NpgsqlDbType.Text, row => row.Model),
        Of("upstream", NpgsqlDbType.Text, row => row.Upstream),
        Of("upstream_model", NpgsqlDbType.Text, row => row.UpstreamModel),
        Of("streamed", NpgsqlDbType.Boolean, row => row.Streamed),
        Of("started_at", NpgsqlDbType.TimestampTz, row => row.StartedAt),
        Of("duration_ms", NpgsqlDbType.Bigint, row => row.DurationMs),
        Of("first_byte_ms", NpgsqlDbType.Bigint, row => row.FirstByteMs),
        Of("status_code", NpgsqlDbType.Integer, row => row.StatusCode),
        Of("outcome", NpgsqlDbType.Text, row => row.Outcome),
        Of("error_code", NpgsqlDbType.Text, row => row.ErrorCode),
        Of("input_tokens", NpgsqlDbType.Bigint, row => row.InputTokens),
        Of("output_tokens", NpgsqlDbType.Bigint, row => row.OutputTokens),
        Of("cached_input_tokens", NpgsqlDbType.Bigint, row => row.CachedInputTokens),
        Of("cache_write_tokens", NpgsqlDbType.Bigint, row => row.CacheWriteTokens),
        Of("reasoning_tokens", NpgsqlDbType.Bigint, row => row.ReasoningTokens),
        Of("source", NpgsqlDbType.Text, row => row.Source),
        Of("price_version", NpgsqlDbType.Integer, row => row.PriceVersion),
        Of("price_input", NpgsqlDbType.Bigint, row => row.PriceInput),
        Of("price_output", NpgsqlDbType.Bigint, row => row.PriceOutput),
        Of("price_cached_input", NpgsqlDbType.Bigint, row => row.PriceCachedInput),
        Of("price_cache_write", NpgsqlDbType.Bigint, row => row.PriceCacheWrite),
        Of("price_reasoning", NpgsqlDbType.Bigint, row => row.PriceReasoning),
        Of("hold_nano", NpgsqlDbType.Bigint, row => row.HoldNano),
        Of("charge_nano", NpgsqlDbType.Bigint, row => row.ChargeNano),
        Of("client", NpgsqlDbType.Text, row => row.Client),
        Of("trace_id", NpgsqlDbType.Text, row => row.TraceId),
        Of("ledger_transaction_id", NpgsqlDbType.Uuid, row => row.LedgerTransactionId),
    ];

    /// <summary>All of them by name, for a SELECT whose plan outlives a column that is added.</summary>
    public static readonly string Columns = string.Join(", ", All.Select(column => column.Name));

    private static readonly string Copy = $"COPY usage_records ({Columns}) FROM STDIN (FORMAT binary)";

    /// <returns>How many were written.</returns>
    public static async Task<int> WriteAsync(NpgsqlConnection connection, IEnumerable<UsageRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var row in rows)
        {
            // Into a buffer that the server takes as fast as it is filled; thirty tasks a row would cost more than the row.
            copy.StartRow();
            foreach (var column in All)
                column.Write(copy, row);
        }

        return (int)await copy.CompleteAsync(cancellationToken);
    }

    private static Column Of<T>(string name, NpgsqlDbType type, Func<UsageRow, T> value) =>
        new(name, (copy, row) => copy.Write(value(row), type));

    private sealed record Column(string Name, Action<NpgsqlBinaryImporter, UsageRow> Write);
}
