using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>The sessions of an account's agents, the latest first. It reads their sums, and no records.</summary>
internal sealed class UsageSessions(NpgsqlDataSource database)
{
    private const string Columns =
        "session_id, started_at, last_at, key_id, client, model, requests, input_tokens, output_tokens, cached_input_tokens, charge_nano";

    public async Task<UsageSessionPage> PageAsync(Guid account, UsageQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<SessionRow>(
                new CommandDefinition(
                    $"""
                    SELECT {Columns} FROM usage_sessions
                    WHERE account_id = @account{(query.Cursor is null ? "" : " AND (last_at, session_id) < (@cursorAt, @cursorSession)")}
                    ORDER BY last_at DESC, session_id DESC
                    LIMIT @rowLimit
                    """,
                    new
                    {
                        account,
                        rowLimit = query.Limit + 1,
                        cursorAt = query.Cursor?.StartedAt,
                        cursorSession = query.Cursor?.RequestId,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();

        // The query reads one more row than the limit, to find out whether there is a next page.
        var sessions = rows.Take(query.Limit).Select(row => row.View).ToArray();
        return new UsageSessionPage(
            sessions,
            rows.Count > query.Limit ? new UsageCursor(sessions[^1].LastAt.UtcDateTime, 0, sessions[^1].Id).ToString() : null
        );
    }

    /// <summary>Null when this account has no such session.</summary>
    public async Task<UsageSession?> FindAsync(Guid account, string sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<SessionRow>(
            new CommandDefinition(
                $"SELECT {Columns} FROM usage_sessions WHERE account_id = @account AND session_id = @sessionId",
                new { account, sessionId },
                cancellationToken: cancellationToken
            )
        );
        return row?.View;
    }

    private sealed record SessionRow(
        string SessionId,
        DateTime StartedAt,
        DateTime LastAt,
        string KeyId,
        string? Client,
        string Model,
        long Requests,
        long InputTokens,
        long OutputTokens,
        long CachedInputTokens,
        long ChargeNano
    )
    {
        public UsageSession View =>
            new(
                SessionId,
                StartedAt,
                LastAt,
                KeyId,
                Client,
                Model,
                Requests,
                new TokenUsage(InputTokens, OutputTokens, CachedInputTokens),
                new Money(ChargeNano)
            );
    }
}
