using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives it the source's connection string as <c>ConnectionStrings__{name}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var variable = source.Resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? source.Resource.Name}";
        return builder.WithEnvironment(async context =>
        {
            if (!string.IsNullOrEmpty(await source.Resource.GetConnectionStringAsync(context.CancellationToken)))
                context.EnvironmentVariables[variable] = source.Resource;
            else if (!optional)
                throw new DistributedApplicationException($"the connection string of '{source.Resource.Name}' is empty");
        });
    }

    /// <summary>Lets it find the source by name: <c>services__{name}__{scheme}__{n}</c>, one for each replica.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithReference(source, source.Resource.Name);

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
                AddDiscovery(context, name, endpoint);
        });

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment(
            context => AddDiscovery(context, endpointReference.Resource.Name, endpointReference.EndpointAnnotation));

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment($"services__{name}__default__0", uri.ToString());

    private static void AddDiscovery(EnvironmentCallbackContext context, string name, EndpointAnnotation endpoint)
    {
        for (var i = 0; i < endpoint.ReplicaPorts.Count; i++)
            context.EnvironmentVariables[$"services__{name}__{endpoint.Name}__{i}"] = $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.ReplicaPorts[i]}";
    }
}
