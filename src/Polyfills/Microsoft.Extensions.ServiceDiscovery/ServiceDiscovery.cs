using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.ServiceDiscovery;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Service discovery over configuration: <c>services:{name}:{scheme}:{n}</c>, as an Aspire AppHost writes it.</summary>
    public static class ServiceDiscoveryServiceCollectionExtensions
    {
        public static IServiceCollection AddServiceDiscovery(this IServiceCollection services)
        {
            services.TryAddSingleton<ConfiguredEndpoints>();
            services.TryAddTransient<ResolvingHandler>();
            return services;
        }
    }

    public static class ServiceDiscoveryHttpClientBuilderExtensions
    {
        /// <summary>Lets the client's addresses name services: <c>http://accounts</c> or <c>https+http://accounts</c>.</summary>
        public static IHttpClientBuilder AddServiceDiscovery(this IHttpClientBuilder httpClientBuilder)
        {
            httpClientBuilder.Services.AddServiceDiscovery();
            return httpClientBuilder.AddHttpMessageHandler<ResolvingHandler>();
        }
    }
}

namespace Microsoft.Extensions.ServiceDiscovery
{
    /// <summary>Reads endpoints at every call, so that a reloaded configuration is followed, and takes a service's replicas in turn.</summary>
    internal sealed class ConfiguredEndpoints(IConfiguration configuration)
    {
        private int turn;

        /// <summary>The address to use for <paramref name="uri"/>; the same one when its host is no known service.</summary>
        public Uri Resolve(Uri uri)
        {
            foreach (var scheme in uri.Scheme.Split('+'))
            {
                var endpoints = configuration.GetSection($"services:{uri.Host}:{scheme}").GetChildren()
                    .Select(child => child.Value).OfType<string>().ToArray();
                if (endpoints.Length == 0)
                    continue;
                var endpoint = new Uri(endpoints[(uint)Interlocked.Increment(ref turn) % endpoints.Length]);
                return new UriBuilder(uri) { Scheme = endpoint.Scheme, Host = endpoint.Host, Port = endpoint.Port }.Uri;
            }

            return uri.Scheme.Contains('+') ? throw Unknown(uri) : uri;
        }

        private static InvalidOperationException Unknown(Uri uri) =>
            new($"No endpoint is configured for the service '{uri.Host}'. Set services__{uri.Host}__http__0, or give the resource WithReference({uri.Host}) in the AppHost.");
    }

    internal sealed class ResolvingHandler(ConfiguredEndpoints endpoints) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { } uri)
                request.RequestUri = endpoints.Resolve(uri);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
