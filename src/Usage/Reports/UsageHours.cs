using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>The usage of an account, summed by hour, oldest first.</summary>
internal sealed class UsageHours(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<UsageHour>> ReadAsync(Guid account, HourlyQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<HourRow>(
            new CommandDefinition(
                """
                SELECT hour, model, key_id, outcome, requests, input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, charge_nano
                FROM usage_hourly
                WHERE account_id = @account AND hour >= @From AND hour < @To AND (@Model IS NULL OR model = @Model) AND (@Key IS NULL OR key_id = @Key)
                ORDER BY hour, model, key_id, outcome
                """,
                new
                {
                    account,
                    query.From,
                    query.To,
                    query.Model,
                    query.Key,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.View)];
    }

    private sealed record HourRow(
        DateTime Hour,
        string Model,
        string KeyId,
        string Outcome,
        long Requests,
        long InputTokens,
        long OutputTokens,
        long CachedInputTokens,
        long CacheWriteTokens,
        long ReasoningTokens,
        long ChargeNano
    )
    {
        public UsageHour View =>
            new(
                Hour,
                Model,
                KeyId,
                Enum.Parse<Outcome>(Outcome),
                Requests,
                new TokenUsage(InputTokens, OutputTokens, CachedInputTokens, CacheWriteTokens, ReasoningTokens),
                new Money(ChargeNano)
            );
    }
}
