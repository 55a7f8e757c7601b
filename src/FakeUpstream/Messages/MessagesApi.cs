using Platform.FakeUpstream.Serving;

namespace Platform.FakeUpstream.Messages;

internal static class MessagesApi
{
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/messages", app.ServiceProvider.GetRequiredService<AnswerService>().Serving(MessagesRequest.Read));
        app.MapPost("/v1/messages/count_tokens", app.ServiceProvider.GetRequiredService<TokenCountService>().Serve);
    }
}
