using System.Data.Common;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults;

/// <summary>
/// Brings a PostgreSQL database up to date from the <c>Migrations/*.sql</c> embedded in a service, in order of name, each in a
/// transaction of its own and once only. An advisory lock makes replicas take turns. Readiness waits; so may whoever
/// awaits <see cref="Completed"/>. A file that has been applied must never change: its hash is compared.
/// </summary>
/// <param name="afterwards">Done on the same connection at every start, while replicas still wait for their turn.</param>
public sealed partial class SqlMigrations(
    DbDataSource database, Assembly assembly, TimeProvider time, ILogger<SqlMigrations> log, Func<DbConnection, CancellationToken, Task> afterwards)
    : BackgroundService, IHealthCheck
{
    private const long AdvisoryLock = 0x506C6174666F726D;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the schema is current.</summary>
    public Task Completed => completed.Task;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(completed.Task.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database schema is not up to date yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MigrateAsync(stoppingToken);
                completed.SetResult();
                return;
            }
            catch (DbException e)
            {
                LogRetry(log, e, RetryDelay);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            await ExecuteAsync(connection, """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                  name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """, cancellationToken);
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
                throw new InvalidOperationException($"Migration {migration.Name} has changed since it was applied. Restore it, and write the change as a new migration.");
            return;
        }

        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await ExecuteAsync(connection, "INSERT INTO schema_migrations (name, sha256) VALUES (@name, @hash)", cancellationToken,
            ("name", migration.Name), ("hash", migration.Hash));
        await transaction.CommitAsync(cancellationToken);
        LogApplied(log, migration.Name);
    }

    private static async Task ExecuteAsync(
        DbConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be migrated yet; trying again in {Delay}")]
    private static partial void LogRetry(ILogger log, Exception exception, TimeSpan delay);
}

public static class SqlMigrationsExtensions
{
    /// <summary>Runs the migrations embedded in <paramref name="assembly"/> on the registered <see cref="DbDataSource"/>.</summary>
    /// <param name="afterwards">What else the schema needs once it is current, at every start; null for nothing.</param>
    public static IServiceCollection AddSqlMigrations(
        this IServiceCollection services, Assembly assembly, Func<IServiceProvider, Func<DbConnection, CancellationToken, Task>>? afterwards = null)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqlMigrations>(
            provider, assembly, afterwards?.Invoke(provider) ?? ((_, _) => Task.CompletedTask)));
        services.AddHostedService(provider => provider.GetRequiredService<SqlMigrations>());
        services.AddHealthChecks().AddCheck<SqlMigrations>("migrations");
        return services;
    }
}
