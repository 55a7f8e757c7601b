using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Platform.AppHost.Native;

/// <summary>Runs PostgreSQL and Redis as processes of this machine where Aspire would run containers.</summary>
internal static class NativeServerBuilderExtensions
{
    /// <summary>What Aspire says to the container and not to the server in it.</summary>
    private static readonly Type[] ContainerAnnotations =
        [typeof(ContainerImageAnnotation), typeof(ContainerMountAnnotation), typeof(HealthCheckAnnotation), typeof(CommandLineArgsCallbackAnnotation)];

    /// <summary>Runs PostgreSQL natively. Call it before <c>WithArgs</c>, whose arguments go to the server.</summary>
    /// <param name="dataDirectory">Need not exist yet.</param>
    public static IResourceBuilder<PostgresServerResource> RunAsExecutable(this IResourceBuilder<PostgresServerResource> postgres, string dataDirectory)
    {
        var native = postgres.Replace(NativePackage.Postgres, "postgres.sh", dataDirectory);
        var connectionString = native.ConnectionString();
        postgres.ApplicationBuilder.Services.AddHealthChecks().AddNpgSql(_ => connectionString() + ";Database=postgres", name: "postgres_native");
        native.WithHealthCheck("postgres_native");
        native.OnResourceReady((_, _, cancellationToken) => CreateDatabasesAsync(connectionString(), postgres.Resource.Databases.Values, cancellationToken));
        native.LeadDatabases(postgres.Resource);
        return postgres;
    }

    /// <inheritdoc cref="RunAsExecutable(IResourceBuilder{PostgresServerResource}, string)"/>
    public static IResourceBuilder<RedisResource> RunAsExecutable(this IResourceBuilder<RedisResource> redis, string dataDirectory)
    {
        var native = redis.Replace(NativePackage.Redis, "redis.sh", dataDirectory);
        var connectionString = native.ConnectionString();
        redis.ApplicationBuilder.Services.AddHealthChecks().AddRedis(_ => connectionString(), name: "redis_native");
        native.WithHealthCheck("redis_native");
        return redis;
    }

    private static IResourceBuilder<NativeServerResource> Replace<T>(this IResourceBuilder<T> container, NativePackage package, string script, string dataDirectory)
        where T : ContainerResource, IResourceWithConnectionString
    {
        var builder = container.ApplicationBuilder;
        foreach (var annotation in container.Resource.Annotations.Where(annotation => ContainerAnnotations.Contains(annotation.GetType())).ToArray())
            container.Resource.Annotations.Remove(annotation);
        builder.Resources.Remove(container.Resource);

        var scripts = Path.Combine(builder.AppHostDirectory, "Native");
        // The server keeps its port over its restarts, and its clients are never told another one.
        var port = FreePort.Next();
        return builder.AddResource(new NativeServerResource(container.Resource, Path.Combine(scripts, script), scripts))
            .WithEndpoint("tcp", endpoint => (endpoint.Port, endpoint.TargetPort, endpoint.IsProxied) = (port, port, false))
            .WithEnvironment("PORT", port.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("DATA", dataDirectory)
            // Found late, because it may have to be installed first.
            .WithEnvironment(context => context.EnvironmentVariables["BIN"] = Path.GetDirectoryName(package.Find()) ?? "");
    }

    /// <summary>The connection string, from when it is available.</summary>
    private static Func<string> ConnectionString(this IResourceBuilder<NativeServerResource> native)
    {
        string? known = null;
        native.OnConnectionStringAvailable(async (server, _, cancellationToken) =>
            known = await ((IResourceWithConnectionString)server).GetConnectionStringAsync(cancellationToken));
        return () => known ?? throw new InvalidOperationException($"{native.Resource.Name} has no connection string yet");
    }

    /// <summary>What Aspire does for the databases of a container, which it knows as their parent.</summary>
    private static void LeadDatabases(this IResourceBuilder<NativeServerResource> native, PostgresServerResource container)
    {
        var builder = native.ApplicationBuilder;
        native.OnConnectionStringAvailable(async (_, available, cancellationToken) =>
        {
            foreach (var database in Databases())
                await builder.Eventing.PublishAsync(new ConnectionStringAvailableEvent(database, available.Services), cancellationToken);
        });
        native.OnBeforeResourceStarted((_, starting, _) => ShowAsync(starting.Services, KnownResourceStates.Starting));
        native.OnResourceReady((_, ready, _) => ShowAsync(ready.Services, KnownResourceStates.Running));
        native.OnResourceStopped((_, stopped, _) => ShowAsync(stopped.Services, KnownResourceStates.Exited));

        IEnumerable<PostgresDatabaseResource> Databases() => builder.Resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == container);

        async Task ShowAsync(IServiceProvider services, string state)
        {
            foreach (var database in Databases())
                await services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(database, snapshot => snapshot with { State = state });
        }
    }

    private static async Task CreateDatabasesAsync(string server, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server + ";Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var name in names)
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
            if (await find.ExecuteScalarAsync(cancellationToken) is not null)
                continue;
            await using var create = new NpgsqlCommand($"""CREATE DATABASE "{name}" """, connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
