using Platform.Gateway.Doctor;
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
        app.MapPost("/v1/chat/completions", ChatCompletions);
        app.MapWebSocketRefusal();
        app.MapReceipts();
        app.MapDoctor();
        app.MapFallback("{**path}", UnknownUrl.AnswerAsync);
    }

    private static Task ChatCompletions(HttpContext http, Journey journey) => journey.TravelAsync(http.Call());
}
