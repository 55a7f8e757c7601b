using System.Data.Common;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults;

/// <summary>
/// Applies the <c>Migrations/*.sql</c> embedded in a service to its PostgreSQL database: in order of name, each once and in a transaction
/// of its own. An advisory lock lets one replica migrate at a time. A file that was applied must not change: its hash is compared. The
/// service is not ready before the schema is current.
/// </summary>
/// <param name="afterwards">Called at every start after the migrations, on the same connection and under the same lock.</param>
public sealed partial class SqlMigrations(
    DbDataSource database,
    Assembly assembly,
    TimeProvider time,
    ILogger<SqlMigrations> log,
    Func<DbConnection, CancellationToken, Task> afterwards
) : RepeatingService(time, log), IHealthCheck
{
    private const long AdvisoryLock = 0x506C6174666F726D;

    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the schema is current.</summary>
    public Task Completed => completed.Task;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            completed.Task.IsCompletedSuccessfully
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database schema is not up to date yet")
        );

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await MigrateAsync(cancellationToken);
        completed.SetResult();
        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>A changed migration is not transient.</summary>
    protected override bool IsTransient(Exception exception) => exception is DbException;

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            await ExecuteAsync(
                connection,
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                  name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """,
                cancellationToken
            );
            foreach (var migration in SqlMigration.In(assembly))
                await ApplyAsync(connection, migration, cancellationToken);
            await afterwards(connection, cancellationToken);
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private async Task ApplyAsync(DbConnection connection, SqlMigration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var seen = Command(connection, "SELECT sha256 FROM schema_migrations WHERE name = @name", ("name", migration.Name));
        if (await seen.ExecuteScalarAsync(cancellationToken) is string hash)
        {
            if (hash != migration.Hash)
                throw new InvalidOperationException(
                    $"Migration {migration.Name} has changed since it was applied. Restore it, and write the change as a new migration."
                );
            return;
        }

        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await ExecuteAsync(
            connection,
            "INSERT INTO schema_migrations (name, sha256) VALUES (@name, @hash)",
            cancellationToken,
            ("name", migration.Name),
            ("hash", migration.Hash)
        );
        await transaction.CommitAsync(cancellationToken);
        LogApplied(log, migration.Name);
    }

    private static async Task ExecuteAsync(
        DbConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Migration {Name} applied")]
    private static partial void LogApplied(ILogger log, string name);
}

public static class SqlMigrationsExtensions
{
    /// <summary>Runs the migrations embedded in <paramref name="assembly"/> on the registered <see cref="DbDataSource"/>.</summary>
    /// <param name="afterwards">Called at every start after the migrations; null for nothing.</param>
    public static IServiceCollection AddSqlMigrations(
        this IServiceCollection services,
        Assembly assembly,
        Func<IServiceProvider, Func<DbConnection, CancellationToken, Task>>? afterwards = null
    )
    {
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<SqlMigrations>(
                provider,
                assembly,
                afterwards?.Invoke(provider) ?? ((_, _) => Task.CompletedTask)
            )
        );
        services.AddHostedService(provider => provider.GetRequiredService<SqlMigrations>());
        services.AddHealthChecks().AddCheck<SqlMigrations>("migrations");
        return services;
    }
}
