using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Reports;

namespace Platform.Usage.Refused;

/// <summary>The refused requests of accounts.</summary>
internal sealed class RefusedLog(NpgsqlDataSource database)
{
    private const string Columns = "request_id, account_id, key_id, at, endpoint, model, client, status, code, message, verified, count";

    private const string Insert = $"""
        INSERT INTO refused_requests ({Columns})
        SELECT * FROM unnest(@ids, @accounts, @keys, @times, @endpoints, @models, @clients, @statuses, @codes, @messages, @verified, @counts)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Keeps each request once, however often it is sent.</summary>
    public async Task AddAsync(IReadOnlyList<RefusedRequest> requests, CancellationToken cancellationToken)
    {
        RefusedRequest[] rows = [.. requests.Select(request => request.Cleaned())];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Insert,
                new
                {
                    ids = Array.ConvertAll(rows, row => row.RequestId),
                    accounts = Array.ConvertAll(rows, row => row.AccountId),
                    keys = Array.ConvertAll(rows, row => row.KeyId),
                    times = Array.ConvertAll(rows, row => row.At.UtcDateTime),
                    endpoints = Array.ConvertAll(rows, row => row.Endpoint),
                    models = Array.ConvertAll(rows, row => row.Model),
                    clients = Array.ConvertAll(rows, row => row.Client),
                    statuses = Array.ConvertAll(rows, row => row.Status),
                    codes = Array.ConvertAll(rows, row => row.Code),
                    messages = Array.ConvertAll(rows, row => row.Message),
                    verified = Array.ConvertAll(rows, row => row.Verified),
                    counts = Array.ConvertAll(rows, row => row.Count),
                },
                cancellationToken: cancellationToken
            )
        );
    }

    public async Task<RefusedPage> PageAsync(Guid account, RefusedQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<RefusedRow>(
                new CommandDefinition(
                    $"""
                    SELECT {Columns} FROM refused_requests
                    WHERE {string.Join(" AND ", query.Conditions())}
                    ORDER BY at DESC, request_id DESC
                    LIMIT @rowLimit
                    """,
                    new
                    {
                        account,
                        query.From,
                        query.To,
                        query.Model,
                        query.Key,
                        query.Code,
                        rowLimit = query.Limit + 1,
                        cursorAt = query.Cursor?.StartedAt,
                        cursorRequest = query.Cursor?.RequestId,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();

        // The query reads one more row than the limit, to find out whether there is a next page.
        var requests = rows.Take(query.Limit).Select(row => row.ToRequest()).ToArray();
        return new RefusedPage(
            requests,
            rows.Count > query.Limit ? new UsageCursor(requests[^1].At.UtcDateTime, 0, requests[^1].RequestId).ToString() : null
        );
    }

    /// <summary>Null when this account has no such request.</summary>
    public async Task<RefusedRequest?> FindAsync(Guid account, string requestId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<RefusedRow>(
            new CommandDefinition(
                $"SELECT {Columns} FROM refused_requests WHERE account_id = @account AND request_id = @requestId",
                new { account, requestId },
                cancellationToken: cancellationToken
            )
        );
        return row?.ToRequest();
    }

    private sealed record RefusedRow
    {
        public required string RequestId { get; init; }

        public required Guid AccountId { get; init; }

        public required string KeyId { get; init; }

        public required DateTime At { get; init; }

        public required string Endpoint { get; init; }

        public string? Model { get; init; }

        public string? Client { get; init; }

        public required int Status { get; init; }

        public required string Code { get; init; }

        public required string Message { get; init; }

        public required bool Verified { get; init; }

        public required int Count { get; init; }

        public RefusedRequest ToRequest() =>
            new(RequestId, AccountId, KeyId, new DateTimeOffset(At), Endpoint, Model, Client, Status, Code, Message, Verified, Count);
    }
}
