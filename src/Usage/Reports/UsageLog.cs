using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Intake;

namespace Platform.Usage.Reports;

/// <summary>The usage records of an account, newest first.</summary>
internal sealed class UsageLog(NpgsqlDataSource database)
{
    private const string Newest = "started_at DESC, request_id DESC, attempt DESC";

    public async Task<UsagePage> PageAsync(Guid account, UsageQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var hours = UsageLogHours.Help(query)
            ? await UsageLogHours.FindAsync(connection, account, query, query.Limit + 1, cancellationToken)
            : null;
        var rows = (
            await connection.QueryAsync<UsageRow>(
                new CommandDefinition(
                    hours is null ? Whole(query) : InHours(query),
                    new
                    {
                        account,
                        hours,
                        query.From,
                        query.To,
                        query.Model,
                        query.Key,
                        query.Session,
                        query.Code,
                        outcome = query.Outcome?.ToString(),
                        rowLimit = query.Limit + 1,
                        cursorAt = query.Cursor?.StartedAt,
                        cursorRequest = query.Cursor?.RequestId,
                        cursorAttempt = query.Cursor?.Attempt,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();

        // The query reads one more row than the limit, to find out whether there is a next page.
        var records = rows.Take(query.Limit).Select(row => row.ToRecord()).ToArray();
        return new UsagePage(records, rows.Count > query.Limit ? UsageCursor.From(records[^1]).ToString() : null);
    }

    public async Task<IReadOnlyList<UsageRecord>> ReadRequestAsync(Guid account, string requestId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (from, to) = RequestSpan.For(requestId);
        var rows = await connection.QueryAsync<UsageRow>(
            new CommandDefinition(
                $"""
                SELECT {UsageTable.Columns} FROM usage_records
                WHERE request_id = @requestId AND account_id = @account AND started_at BETWEEN @from AND @to
                ORDER BY attempt
                """,
                new
                {
                    account,
                    requestId,
                    from,
                    to,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToRecord())];
    }

    private static string Whole(UsageQuery query) =>
        $"""
            SELECT {UsageTable.Columns} FROM usage_records
            WHERE {string.Join(" AND ", Conditions(query))}
            ORDER BY {Newest} LIMIT @rowLimit
            """;

    /// <summary>Each hour by itself, so that no record between two of them is read.</summary>
    private static string InHours(UsageQuery query) =>
        $"""
            SELECT {UsageTable.Columns} FROM unnest(@hours) AS h (hour)
            CROSS JOIN LATERAL (
              SELECT {UsageTable.Columns} FROM usage_records
              WHERE {string.Join(" AND ", Conditions(query))} AND started_at >= h.hour AND started_at < h.hour + interval '1 hour'
              ORDER BY {Newest} LIMIT @rowLimit
            ) AS found
            ORDER BY {Newest} LIMIT @rowLimit
            """;

    private static IEnumerable<string> Conditions(UsageQuery query)
    {
        yield return "account_id = @account";
        if (query.From is not null)
            yield return "started_at >= @From";
        if (query.To is not null)
            yield return "started_at < @To";
        if (query.Model is not null)
            yield return "model = @Model";
        if (query.Key is not null)
            yield return "key_id = @Key";
        if (query.Session is not null)
            yield return "session_id = @Session";
        if (query.Code is not null)
            yield return "error_code = @Code";
        if (query.Outcome is not null)
            yield return "outcome = @outcome";
        if (query.Cursor is not null)
            // The first condition lets the planner skip the partitions of later months.
            yield return "started_at <= @cursorAt AND (started_at, request_id, attempt) < (@cursorAt, @cursorRequest, @cursorAttempt)";
    }
}
