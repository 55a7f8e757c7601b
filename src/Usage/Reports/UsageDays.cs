using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>The usage of an account, summed by day, oldest first. It reads sums, and no records.</summary>
internal sealed class UsageDays(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<UsageDay>> ReadAsync(Guid account, DailyQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DayRow>(
            new CommandDefinition(
                $"""
                SELECT day::timestamp AS day, outcome, {Group(query)} AS "group", sum(requests)::bigint AS requests,
                  sum(input_tokens)::bigint AS input_tokens, sum(output_tokens)::bigint AS output_tokens,
                  sum(cached_input_tokens)::bigint AS cached_input_tokens, sum(charge_nano)::bigint AS charge_nano,
                  sum(first_tokens)::bigint AS first_tokens, sum(first_token_ms)::bigint AS first_token_ms
                FROM usage_daily
                WHERE account_id = @account AND (@From::date IS NULL OR day >= @From) AND (@To::date IS NULL OR day < @To)
                  AND (@Model IS NULL OR model = @Model) AND (@Key IS NULL OR key_id = @Key) AND (@outcome IS NULL OR outcome = @outcome)
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                new
                {
                    account,
                    From = DayOf(query.From),
                    To = DayOf(query.To),
                    query.Model,
                    query.Key,
                    outcome = query.Outcome?.ToString(),
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.View)];
    }

    /// <summary>As a date without a time zone, which no setting of the database can move.</summary>
    private static DateTime? DayOf(DateTime? moment) => moment is { } start ? DateTime.SpecifyKind(start, DateTimeKind.Unspecified) : null;

    private static string Group(DailyQuery query) =>
        query.By switch
        {
            "model" => "model",
            "key" => "key_id",
            _ => "NULL::text",
        };

    private sealed record DayRow(
        DateTime Day,
        string Outcome,
        string? Group,
        long Requests,
        long InputTokens,
        long OutputTokens,
        long CachedInputTokens,
        long ChargeNano,
        long FirstTokens,
        long FirstTokenMs
    )
    {
        public UsageDay View =>
            new(
                DateOnly.FromDateTime(Day),
                Enum.Parse<Outcome>(Outcome),
                Requests,
                new TokenUsage(InputTokens, OutputTokens, CachedInputTokens),
                new Money(ChargeNano),
                Group,
                FirstTokens,
                FirstTokenMs
            );
    }
}
