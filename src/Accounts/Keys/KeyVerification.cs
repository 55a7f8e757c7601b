using Npgsql;
using Platform.Accounts.Audit;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>
/// Returns the key with a hash to the gateways. Requests wait for it, so it is one prepared statement on a unique index and writes
/// nothing. A key that does not work is returned with its status; the gateway writes the error.
/// </summary>
internal static class KeyVerification
{
    private const string Facts =
        "SELECT id, budget_id, k.account_id, name, status, expires_at, grace_ends_at, spend_limit, models, period_limit, limit_period, "
        + "k.requests_per_minute, k.tokens_per_minute, k.concurrent_requests, "
        + "a.requests_per_minute, a.tokens_per_minute, a.concurrent_requests "
        + "FROM api_keys k LEFT JOIN account_limits a ON a.account_id = k.account_id ";

    private const string Sql = Facts + "WHERE hash = $1",
        OwnSql = Facts + "WHERE id = $1 AND k.account_id = $2";

    public static void MapKeyVerification(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountsRoutes.VerifyKey, VerifyAsync);
        routes.MapPost(AccountsRoutes.UseKey, UseAsync);
    }

    /// <summary>
    /// The facts of a key of the session's account, for a gateway that the dashboard calls on behalf of that key. Both the service's
    /// credential and the person's session are needed, and the audit log has each use.
    /// </summary>
    private static async Task<IResult> UseAsync(
        string id,
        Caller caller,
        NpgsqlDataSource database,
        LastUsed lastUsed,
        AuditLog audit,
        AuditEntry entry,
        HttpContext http,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(OwnSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caller.Account.Id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return Refusals.KeyNotFound;
        var key = Read(row);
        var now = time.GetUtcNow();
        if (KeyRules.Works(key, now))
            lastUsed.Mark(key.Id, now, "Playground");
        entry.KeyId = key.Id;
        audit.Write("key-use-by-site", AuditLog.Done, ClientNetwork.Of(http).Text, entry);
        return Results.Ok(key);
    }

    private static async Task<IResult> VerifyAsync(
        VerifyKeyRequest request,
        NpgsqlDataSource database,
        LastUsed lastUsed,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (KeyRequestRules.Check(request) is { } invalid)
            return invalid;
        if (await FindAsync(Convert.FromHexString(request.Hash), database, cancellationToken) is not { } key)
            return Refusals.KeyNotFound;

        var now = time.GetUtcNow();
        if (KeyRules.Works(key, now))
            lastUsed.Mark(key.Id, now, request.Client);
        return Results.Ok(key);
    }

    private static async Task<KeyFacts?> FindAsync(byte[] hash, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Read(row) : null;
    }

    private static KeyFacts Read(NpgsqlDataReader row)
    {
        var expiresAt = row.IsDBNull(5) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(5);
        var graceEndsAt = row.IsDBNull(6) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(6);
        return new KeyFacts(
            row.GetString(0),
            row.GetString(1),
            row.GetGuid(2),
            row.GetString(3),
            Enum.Parse<KeyStatus>(row.GetString(4)),
            KeyRules.EndsAt(expiresAt, graceEndsAt),
            row.IsDBNull(7) ? null : new Money(row.GetInt64(7)),
            row.IsDBNull(8) ? null : row.GetFieldValue<string[]>(8),
            row.IsDBNull(9) ? null : new PeriodLimit(new Money(row.GetInt64(9)), Enum.Parse<SpendPeriod>(row.GetString(10))),
            RowLimits.Number(row, 11),
            RowLimits.Long(row, 12),
            RowLimits.Number(row, 13),
            RowLimits.Read(row, 14)
        );
    }
}
