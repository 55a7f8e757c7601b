using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting.Postgres;

internal static class PostgresDatabases
{
    /// <summary>Creates those that are not there yet.</summary>
    public static async Task CreateAsync(PostgresServerResource server, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(await server.GetConnectionStringAsync(cancellationToken) + ";Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var name in server.Databases.Values.Distinct())
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
            if (await find.ExecuteScalarAsync(cancellationToken) is not null)
                continue;
            await using var create = new NpgsqlCommand($"""CREATE DATABASE "{name.Replace("\"", "\"\"", StringComparison.Ordinal)}" """, connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

/// <summary>Healthy when a new connection is accepted. It is not kept, so that nothing of ours stands in the way of a stop.</summary>
internal sealed class PostgresHealthCheck(ReferenceExpression connectionString, string suffix) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(await connectionString.GetValueAsync(cancellationToken) + suffix + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return HealthCheckResult.Unhealthy(
                "the data were made with another password; give that one as the server's password parameter, or remove the data", e);
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }
}
