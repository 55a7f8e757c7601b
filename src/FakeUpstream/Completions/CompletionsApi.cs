using Platform.FakeUpstream.Serving;

namespace Platform.FakeUpstream.Completions;

internal static class CompletionsApi
{
    public static void MapCompletions(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/completions", app.ServiceProvider.GetRequiredService<AnswerService>().Serving(CompletionRequest.Read));
}
