using System.Reflection;
using Platform.Gateway;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Pipeline;
using Platform.ServiceDefaults;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>No path reaches an upstream without admission: there is one way to an upstream, and these are all the doors.</summary>
public sealed class GatewayRoutesTests
{
    private static List<RouteEndpoint> Endpoints()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.AddGateway();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGateway();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()];
    }

    private static string Describe(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"])} {endpoint.RoutePattern.RawText}";

    [Fact]
    public void These_are_all_endpoints_and_only_inference_takes_the_pipeline()
    {
        string[] expected =
        [
            "DELETE /v1/responses/{id}",
            "GET /internal/limits",
            "GET /internal/models",
            "GET /internal/upstreams",
            "GET /v1/credits",
            "GET /v1/doctor",
            "GET /v1/key",
            "GET /v1/models",
            "GET /v1/models/{**id}",
            "GET /v1/receipts/{requestId}",
            "GET /v1/responses/{id}",
            "GET /v1/responses/{id}/input_items",
            "GET,CONNECT /v1/responses",
            "POST /internal/upstreams/test",
            "POST /internal/upstreams/un-pause",
            "POST /v1/chat/completions -> pipeline",
            "POST /v1/completions -> pipeline",
            "POST /v1/embeddings -> pipeline",
            "POST /v1/messages -> pipeline",
            "POST /v1/messages/count_tokens -> pipeline",
            "POST /v1/quote",
            "POST /v1/responses -> pipeline",
            "any /alive",
            "any /health",
            "any {**path}",
        ];
        var actual = Endpoints().Select(endpoint => Describe(endpoint) + (TakesPipeline(endpoint) ? " -> pipeline" : ""));
        Assert.Equal(expected, actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_pipeline_forwards_and_only_the_forwarder_knows_the_proxy()
    {
        Assert.Equal([typeof(RequestPipeline)], UsersOf(typeof(UpstreamForwarder)));
        Assert.Equal([typeof(UpstreamForwarder)], UsersOf(typeof(IHttpForwarder)));
    }

    private static bool TakesPipeline(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(parameter => parameter.ParameterType == typeof(RequestPipeline))
            is true;

    private static IEnumerable<Type> UsersOf(Type dependency) =>
        typeof(RequestPipeline)
            .Assembly.GetTypes()
            .Where(type =>
                type.GetConstructors()
                    .Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == dependency))
            );
}
