using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

internal static class ResponsesApi
{
    public static void MapResponses(this IEndpointRouteBuilder app)
    {
        var memory = app.ServiceProvider.GetRequiredService<ResponseMemory>();
        app.MapPost(
            "/v1/responses",
            app.ServiceProvider.GetRequiredService<AnswerService>().Serving(body => ResponsesRequest.Read(body, memory))
        );
        app.MapGet("/v1/responses", Upgrade);
        app.MapGet("/v1/responses/{id}", (string id) => Results.Bytes(memory.Require(id).Json, "application/json"));
    }

    /// <summary>Refuses the websocket that some clients try first; they then use HTTP.</summary>
    internal static Task Upgrade(HttpContext http) =>
        http.Request.Headers.Upgrade.Count == 0
            ? Errors.UnknownUrl(http)
            : Errors.Write(
                http,
                OpenAIError.Invalid("Websockets are not served here. Send a POST request instead.") with
                {
                    Status = StatusCodes.Status426UpgradeRequired,
                }
            );
}
