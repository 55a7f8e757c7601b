using Npgsql;
using NpgsqlTypes;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>
/// The limits that the operator gives an account in place of the gateway's. The gateways get them with the account's keys, within two
/// seconds.
/// </summary>
internal static class AccountLimitsApi
{
    private const string ReadSql =
        "SELECT requests_per_minute, tokens_per_minute, concurrent_requests FROM people "
        + "LEFT JOIN account_limits ON account_id = id WHERE id = $1";

    private const string WriteSql =
        "INSERT INTO account_limits (account_id, requests_per_minute, tokens_per_minute, concurrent_requests) "
        + "SELECT id, $2, $3, $4 FROM people WHERE id = $1 ON CONFLICT (account_id) DO UPDATE SET "
        + "requests_per_minute = $2, tokens_per_minute = $3, concurrent_requests = $4";

    public static void MapAccountLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccountsRoutes.AccountLimits, GetAsync);
        routes.MapPut(AccountsRoutes.AccountLimits, PutAsync);
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Results.Ok(RowLimits.Read(row, 0) ?? RateLimits.None) : Refusals.AccountNotFound;
    }

    private static async Task<IResult> PutAsync(Guid id, RateLimits limits, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (KeyRequestRules.Check(limits) is { } invalid)
            return invalid;
        await using var command = database.CreateCommand(WriteSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(Number(limits.RequestsPerMinute, NpgsqlDbType.Integer));
        command.Parameters.Add(Number(limits.TokensPerMinute, NpgsqlDbType.Bigint));
        command.Parameters.Add(Number(limits.ConcurrentRequests, NpgsqlDbType.Integer));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? Results.NoContent() : Refusals.AccountNotFound;
    }

    private static NpgsqlParameter Number(object? number, NpgsqlDbType type) =>
        new() { Value = number ?? DBNull.Value, NpgsqlDbType = type };
}

/// <summary>Reads the three columns of limits that tables have.</summary>
internal static class RowLimits
{
    /// <param name="first">The column of the requests a minute; the tokens a minute and the concurrent requests follow.</param>
    /// <returns>Null where there is none.</returns>
    public static RateLimits? Read(NpgsqlDataReader row, int first) =>
        (Number(row, first), Long(row, first + 1), Number(row, first + 2)) is var (requests, tokens, concurrent)
        && (requests ?? tokens ?? concurrent) is not null
            ? new RateLimits(requests, tokens, concurrent)
            : null;

    public static long? Long(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
