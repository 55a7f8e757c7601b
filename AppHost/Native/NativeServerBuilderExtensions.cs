using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Platform.AppHost.Native;

/// <summary>Runs PostgreSQL and Redis as processes of this machine instead of containers.</summary>
internal static class NativeServerBuilderExtensions
{
    /// <summary>The annotations for the container and not for the server in it.</summary>
    private static readonly Type[] ContainerAnnotations =
    [
        typeof(ContainerImageAnnotation),
        typeof(ContainerMountAnnotation),
        typeof(HealthCheckAnnotation),
        typeof(CommandLineArgsCallbackAnnotation),
    ];

    /// <summary>Runs PostgreSQL natively. Call it before <c>WithArgs</c>, whose arguments are for the server.</summary>
    /// <param name="dataDirectory">Is created if it does not exist.</param>
    public static IResourceBuilder<PostgresServerResource> RunAsExecutable(
        this IResourceBuilder<PostgresServerResource> postgres,
        string dataDirectory
    )
    {
        var native = postgres.Replace(NativePackage.Postgres, "postgres.sh", dataDirectory);
        var connectionString = native.ConnectionString();
        postgres
            .ApplicationBuilder.Services.AddHealthChecks()
            .AddNpgSql(_ => connectionString() + ";Database=postgres", name: "postgres_native");
        native.WithHealthCheck("postgres_native");
        var created = new TaskCompletionSource();
        native.OnResourceReady(
            async (_, _, cancellationToken) =>
            {
                await CreateDatabasesAsync(connectionString(), postgres.Resource.Databases.Values, cancellationToken);
                created.TrySetResult();
            }
        );
        native.PublishDatabaseStates(postgres.Resource, created.Task);
        return postgres;
    }

    /// <inheritdoc cref="RunAsExecutable(IResourceBuilder{PostgresServerResource}, string)"/>
    public static IResourceBuilder<RedisResource> RunAsExecutable(this IResourceBuilder<RedisResource> redis, string dataDirectory)
    {
        var native = redis.Replace(NativePackage.Redis, "redis.sh", dataDirectory);
        var connectionString = native.ConnectionString();
        var check = redis.Resource.Name + "_native";
        redis.ApplicationBuilder.Services.AddHealthChecks().AddRedis(_ => connectionString(), name: check);
        native.WithHealthCheck(check);
        return redis;
    }

    private static IResourceBuilder<NativeServerResource> Replace<T>(
        this IResourceBuilder<T> container,
        NativePackage package,
        string script,
        string dataDirectory
    )
        where T : ContainerResource, IResourceWithConnectionString
    {
        var builder = container.ApplicationBuilder;
        foreach (
            var annotation in container
                .Resource.Annotations.Where(annotation => ContainerAnnotations.Contains(annotation.GetType()))
                .ToArray()
        )
            container.Resource.Annotations.Remove(annotation);
        builder.Resources.Remove(container.Resource);

        var scripts = Path.Combine(builder.AppHostDirectory, "Native");
        // The server keeps its port when it restarts, because its clients read the address once.
        var port = FreePort.Next();
        return builder
            .AddResource(new NativeServerResource(container.Resource, Path.Combine(scripts, script), scripts))
            .WithEndpoint("tcp", endpoint => (endpoint.Port, endpoint.TargetPort, endpoint.IsProxied) = (port, port, false))
            .WithEnvironment("PORT", port.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("DATA", dataDirectory)
            // Evaluated at the start of the server, because the package may be installed before it.
            .WithEnvironment(context => context.EnvironmentVariables["BIN"] = Path.GetDirectoryName(package.Find()) ?? "");
    }

    /// <summary>Returns the connection string once it is available.</summary>
    private static Func<string> ConnectionString(this IResourceBuilder<NativeServerResource> native)
    {
        string? known = null;
        native.OnConnectionStringAvailable(
            async (server, _, cancellationToken) =>
                known = await ((IResourceWithConnectionString)server).GetConnectionStringAsync(cancellationToken)
        );
        return () => known ?? throw new InvalidOperationException($"{native.Resource.Name} has no connection string yet");
    }

    /// <summary>
    /// Gives the databases the state of the server, as Aspire does for the databases of a container. They are running only after their
    /// creation; otherwise PostgreSQL's log would begin with errors of their health checks.
    /// </summary>
    private static void PublishDatabaseStates(
        this IResourceBuilder<NativeServerResource> native,
        PostgresServerResource container,
        Task created
    )
    {
        var builder = native.ApplicationBuilder;
        native.OnConnectionStringAvailable(
            async (_, available, cancellationToken) =>
            {
                foreach (var database in Databases())
                    await builder.Eventing.PublishAsync(
                        new ConnectionStringAvailableEvent(database, available.Services),
                        cancellationToken
                    );
            }
        );
        builder.Eventing.Subscribe<BeforeStartEvent>(
            (start, cancellationToken) =>
            {
                _ = FollowAsync(
                    start.Services.GetRequiredService<ResourceNotificationService>(),
                    start.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
                );
                return Task.CompletedTask;
            }
        );

        IEnumerable<PostgresDatabaseResource> Databases() =>
            builder.Resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == container);

        // Runs until the application stops.
        async Task FollowAsync(ResourceNotificationService notifications, CancellationToken stopping)
        {
            try
            {
                await foreach (var change in notifications.WatchAsync(stopping))
                {
                    if (change.Resource != native.Resource)
                        continue;
                    if (change.Snapshot.State?.Text == KnownResourceStates.Running)
                        await created.WaitAsync(stopping);
                    foreach (var database in Databases())
                        await notifications.PublishUpdateAsync(
                            database,
                            snapshot =>
                                snapshot with
                                {
                                    State = change.Snapshot.State,
                                    StartTimeStamp = change.Snapshot.StartTimeStamp,
                                    StopTimeStamp = change.Snapshot.StopTimeStamp,
                                }
                        );
                }
            }
            catch (OperationCanceledException)
            {
                // The application stops.
            }
        }
    }

    private static async Task CreateDatabasesAsync(string server, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server + ";Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var name in names)
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
            {
                Parameters = { new() { Value = name } },
            };
            if (await find.ExecuteScalarAsync(cancellationToken) is not null)
                continue;
            await using var create = new NpgsqlCommand($"""CREATE DATABASE "{name}" """, connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
