using Platform.FakeUpstream.Serving;

namespace Platform.FakeUpstream.Chat;

internal static class ChatApi
{
    public static void MapChat(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/chat/completions", app.ServiceProvider.GetRequiredService<AnswerService>().Serving(ChatRequest.Read));
}
