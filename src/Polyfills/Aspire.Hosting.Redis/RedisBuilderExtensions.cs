using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    private const string DataTarget = "/data";

    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port) =>
        builder.AddRedis(name, port, null);

    /// <summary>Adds a Redis server. Its password is made and kept in the user secrets unless one is given.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        // A connection string of StackExchange.Redis cannot carry every character.
        var redis = new RedisResource(
            name, password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false));
        var key = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new RedisHealthCheck(redis), null, null));
        return builder.AddResource(redis)
            .WithEndpoint(port: port, targetPort: 6379, name: RedisResource.PrimaryEndpointName, scheme: "redis")
            .WithAnnotation(new NativeServerAnnotation((context, cancellationToken) => RedisServer.PrepareAsync(redis, context, cancellationToken)))
            .WithHealthCheck(key);
    }

    /// <summary>Keeps its data between runs; where, see <see cref="Volumes"/>. Turns on snapshots if nothing else did.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithData(new(name ?? VolumeNameGenerator.Generate(builder, "data"), DataTarget, ContainerMountType.Volume, isReadOnly));

    public static IResourceBuilder<RedisResource> WithDataBindMount(this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false) =>
        builder.WithData(new(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), DataTarget, ContainerMountType.BindMount, isReadOnly));

    /// <summary>Writes a snapshot after this time (default a minute) if at least so many keys have changed.</summary>
    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) => builder.WithAnnotation(
            new PersistenceAnnotation(interval ?? TimeSpan.FromSeconds(60), keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port) =>
        builder.WithEndpoint(RedisResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    public static IResourceBuilder<RedisResource> WithPassword(this IResourceBuilder<RedisResource> builder, IResourceBuilder<ParameterResource>? password)
    {
        builder.Resource.PasswordParameter = password?.Resource;
        return builder;
    }

    private static IResourceBuilder<RedisResource> WithData(this IResourceBuilder<RedisResource> builder, ContainerMountAnnotation mount)
    {
        builder.WithAnnotation(mount);
        return builder.Resource.HasAnnotationOfType<PersistenceAnnotation>() ? builder : builder.WithPersistence();
    }
}

internal sealed record PersistenceAnnotation(TimeSpan Interval, long KeysChangedThreshold) : IResourceAnnotation
{
    /// <summary>As the server's configuration has it: whole seconds and changes.</summary>
    public string Save => string.Create(CultureInfo.InvariantCulture, $"save {Interval.TotalSeconds:0} {KeysChangedThreshold}");
}
