namespace Platform.FakeUpstream.Embeddings;

internal static class EmbeddingsApi
{
    public static void MapEmbeddings(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/embeddings", app.ServiceProvider.GetRequiredService<EmbeddingService>().Serve);
}
