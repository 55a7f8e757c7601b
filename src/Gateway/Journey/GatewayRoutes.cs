using Platform.Gateway.Api.OpenApi;
using Platform.Gateway.Doctor;
using Platform.Gateway.Protocols;
using Platform.Gateway.Receipts;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Journey;

/// <summary>Everything that answers under this host.</summary>
public static class GatewayRoutes
{
    public static void MapGateway(this WebApplication app)
    {
        app.UseCallScope();
        app.MapModels();
        foreach (var protocol in Protocol.All)
            app.MapPost("/v1" + protocol.Path, (HttpContext http, Journey journey) => journey.TravelAsync(http.Call(), protocol));
        app.MapWebSocketRefusal();
        app.MapReceipts();
        app.MapDoctor();
        app.MapApiDocument();
        app.MapFallback("{**path}", UnknownUrl.AnswerAsync);
    }
}
