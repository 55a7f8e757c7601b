namespace Platform.Gateway.Translation;

/// <summary>What a translation needs beside the body.</summary>
/// <param name="RequestId">The gateway's own; ids of the answer are derived from it.</param>
/// <param name="UpstreamModel">The upstream's own name for the model, which the translated body carries.</param>
/// <param name="CreatedAt">When the request arrived.</param>
/// <param name="MaxOutput">
/// The most tokens that the model can produce: for protocols that demand a limit where the client sets none.
/// </param>
/// <param name="OutputLimit">The gateway's limit in tokens, where the client sets none and credit is short; else null.</param>
/// <param name="OutputLimitField">The field by which a chat upstream takes a limit.</param>
/// <param name="PreviousResponse">
/// The id of the response that the request continues; the body already contains the conversation up to it.
/// </param>
/// <param name="AskedModel">The client's name for the model; null where it is the upstream's.</param>
internal sealed record TranslationContext(
    string RequestId,
    string UpstreamModel,
    DateTimeOffset CreatedAt,
    long MaxOutput,
    long? OutputLimit = null,
    string OutputLimitField = "max_completion_tokens",
    string? PreviousResponse = null,
    string? AskedModel = null
)
{
    /// <summary>The name in an answer whose upstream sends none.</summary>
    public string AnswerModel => AskedModel ?? UpstreamModel;
}
