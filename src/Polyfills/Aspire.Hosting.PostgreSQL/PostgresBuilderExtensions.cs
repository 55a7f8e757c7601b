using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    private const string DataTarget = "/var/lib/postgresql/data";

    /// <summary>Adds a PostgreSQL server. Its password is made and kept in the user secrets unless one is given.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        var server = new PostgresServerResource(
            name, userName?.Resource, password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password"));
        builder.Eventing.Subscribe<ResourceReadyEvent>(server, (_, cancellationToken) => PostgresDatabases.CreateAsync(server, cancellationToken));
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: 5432, name: PostgresServerResource.PrimaryEndpointName)
            .WithAnnotation(new NativeServerAnnotation((context, cancellationToken) => PostgresServer.PrepareAsync(server, context, cancellationToken)))
            .WithPostgresHealthCheck(server.ConnectionStringExpression, ";Database=postgres");
    }

    /// <summary>Adds a database, which is created when the server is ready.</summary>
    /// <param name="databaseName">Default: the resource's name.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Add(database);
        return builder.ApplicationBuilder.AddResource(database).WithPostgresHealthCheck(database.ConnectionStringExpression, "");
    }

    /// <summary>Keeps its data between runs; where, see <see cref="Volumes"/>.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(name ?? VolumeNameGenerator.Generate(builder, "data"), DataTarget, ContainerMountType.Volume, isReadOnly));

    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), DataTarget, ContainerMountType.BindMount, isReadOnly));

    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    public static IResourceBuilder<PostgresServerResource> WithPassword(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    public static IResourceBuilder<PostgresServerResource> WithUserName(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> userName)
    {
        builder.Resource.UserNameParameter = userName.Resource;
        return builder;
    }

    private static IResourceBuilder<T> WithPostgresHealthCheck<T>(this IResourceBuilder<T> builder, ReferenceExpression connectionString, string suffix)
        where T : IResource
    {
        var key = $"{builder.Resource.Name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new PostgresHealthCheck(connectionString, suffix), null, null));
        return builder.WithHealthCheck(key);
    }
}
