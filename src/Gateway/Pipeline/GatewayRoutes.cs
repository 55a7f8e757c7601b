using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Api.Models;
using Platform.Gateway.Api.OpenApi;
using Platform.Gateway.Api.Operator;
using Platform.Gateway.Api.Receipts;
using Platform.Gateway.Api.Responses;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Sockets;

namespace Platform.Gateway.Pipeline;

/// <summary>Maps every route of the gateway.</summary>
internal static class GatewayRoutes
{
    public static void MapGateway(this WebApplication app)
    {
        app.UseEquivalentForms();
        app.UseRequestScope();
        app.UseBrowserAccess();
        app.UseUnforeseenErrors();
        app.UseOperatorOnly();
        // Here, and not first as by default, so that what fails in it is answered too.
        app.UseRouting();
        app.MapModels();
        foreach (var protocol in Protocol.All)
            app.MapPost("/v1" + protocol.Path, (HttpContext http, RequestPipeline pipeline) => pipeline.RunAsync(http.Context(), protocol));
        app.MapPost("/v1/quote", static (HttpContext http, QuotePipeline quotes) => quotes.RunAsync(http.Context()));
        app.MapSockets(RunCreate(app));
        app.MapResponses();
        app.MapReceipts();
        app.MapDoctor();
        app.MapOperator();
        app.MapApiDocument();
        app.MapFallback("{**path}", UnknownUrl.AnswerAsync);
    }

    /// <summary>How a request that came over a WebSocket runs: as one over HTTP, with what stands around that one.</summary>
    private static RequestDelegate RunCreate(IApplicationBuilder app)
    {
        var create = app.New();
        create.UseRequestScope();
        create.UseUnforeseenErrors();
        create.Run(static http => http.RequestServices.GetRequiredService<RequestPipeline>().RunAsync(http.Context(), Protocol.Responses));
        return create.Build();
    }
}
