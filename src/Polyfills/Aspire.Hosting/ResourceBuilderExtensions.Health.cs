using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <param name="key">The name of a check registered with the builder's <c>Services.AddHealthChecks()</c>.</param>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource => builder.WithAnnotation(new HealthCheckAnnotation(key));

    /// <summary>Healthy while a GET is answered with this status.</summary>
    /// <param name="path">Default <c>/</c>.</param>
    /// <param name="statusCode">Default 200.</param>
    /// <param name="endpointName">Default: its first HTTP endpoint.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints => builder.WithHttpHealthCheck(() => builder.HttpEndpoint(endpointName), path, statusCode);

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints => builder.WithAnnotation<HealthCheckAnnotation>(new HttpHealthCheckAnnotation(
            $"{builder.Resource.Name}_{path ?? "/"}_{statusCode ?? 200}_check", endpointSelector ?? (() => builder.HttpEndpoint(null)), path ?? "/", statusCode ?? 200));

    private static EndpointReference HttpEndpoint<T>(this IResourceBuilder<T> builder, string? name)
        where T : IResourceWithEndpoints => builder.Resource.GetEndpoints().FirstOrDefault(e => name is null ? e.IsHttp || e.IsHttps : e.EndpointName == name)
            ?? throw new DistributedApplicationException($"'{builder.Resource.Name}' has no HTTP endpoint{(name is null ? "" : $" '{name}'")} to check.");
}
