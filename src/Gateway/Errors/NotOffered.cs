namespace Platform.Gateway.Errors;

/// <summary>Endpoints of OpenAI's and Anthropic's APIs, and of others in their shape, that are not offered here.</summary>
internal static class NotOffered
{
    /// <summary>A path below <c>/v1</c>, and what it is for; the more special ones first.</summary>
    private static readonly (string Path, string What)[] Endpoints =
    [
        ("/messages/batches", "batches of requests"),
        ("/responses/compact", "compaction of a conversation"),
        ("/responses/input_tokens", "token counts of Responses"),
        ("/moderations", "moderation"),
        ("/files", "file storage"),
        ("/uploads", "file storage"),
        ("/images", "image generation"),
        ("/videos", "video generation"),
        ("/audio", "speech and transcription"),
        ("/realtime", "realtime sessions"),
        ("/rerank", "reranking"),
        ("/score", "reranking"),
        ("/ocr", "document recognition"),
        ("/fim/completions", "fill-in-the-middle completion"),
        ("/edits", "edits"),
        ("/complete", "Anthropic's legacy completion"),
        ("/batches", "batches of requests"),
        ("/assistants", "assistants"),
        ("/threads", "assistants"),
        ("/conversations", "stored conversations"),
        ("/vector_stores", "vector stores"),
        ("/containers", "containers"),
        ("/skills", "skills"),
        ("/fine_tuning", "fine-tuning"),
        ("/fine-tunes", "fine-tuning"),
        ("/evals", "evaluations"),
        ("/engines", "engines"),
        ("/chatkit", "ChatKit"),
        ("/organization", "administration"),
        ("/organizations", "administration"),
    ];

    /// <summary>What the endpoint at <paramref name="path"/> is for; null where it is none of these, or the Base URL is wrong.</summary>
    public static (string Path, string What)? Find(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase, out var rest)
        && Array.Find(Endpoints, endpoint => rest.StartsWithSegments(endpoint.Path, StringComparison.OrdinalIgnoreCase))
            is { Path: not null } found
            ? ("/v1" + found.Path, found.What)
            : null;
}
