using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Api.Models;
using Platform.Gateway.Api.OpenApi;
using Platform.Gateway.Api.Receipts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>Maps every route of the gateway.</summary>
internal static class GatewayRoutes
{
    public static void MapGateway(this WebApplication app)
    {
        app.UseRequestScope();
        app.MapModels();
        foreach (var protocol in Protocol.All)
            app.MapPost("/v1" + protocol.Path, (HttpContext http, RequestPipeline pipeline) => pipeline.RunAsync(http.Context(), protocol));
        app.MapWebSocketRefusal();
        app.MapReceipts();
        app.MapDoctor();
        app.MapApiDocument();
        app.MapFallback("{**path}", UnknownUrl.AnswerAsync);
    }
}
