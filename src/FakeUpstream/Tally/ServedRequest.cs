namespace Platform.FakeUpstream.Tally;

/// <summary>One served request. It holds no credential.</summary>
/// <param name="Sequence">Counts up in the order in which requests ended, from 1; a reset keeps it.</param>
/// <param name="RequestId">The caller's <c>x-request-id</c>.</param>
/// <param name="UpstreamRequestId">The <c>x-request-id</c> of the response.</param>
/// <param name="Model">The requested model, known or not; null when the request was refused before its body was read.</param>
/// <param name="Status">Null when no status line was sent.</param>
/// <param name="PromptTokens">0 unless usage or at least one generated token was sent.</param>
/// <param name="CompletionTokens">
/// The tokens in the usage that was sent, else those of the text sent, by <see cref="Answers.TokenRule"/>.
/// </param>
/// <param name="UsageSent">Whether the answer included its usage.</param>
/// <param name="AuthorizationScheme">"Bearer" or "Basic"; "other" for any other value; null without the header.</param>
/// <param name="BearerAccepted">Whether the bearer, or the <c>x-api-key</c> where Anthropic takes one, was the key of this server.</param>
/// <param name="Scenario">The caller's <c>x-fake-scenario</c>.</param>
/// <param name="HeaderNames">Of the request, in lower case and in order.</param>
/// <param name="RequestBody">As received, only of requests that sent <c>x-fake-record: true</c>.</param>
/// <param name="Protocol">chat, responses, messages, count_tokens, embeddings or completions; null before the body was read.</param>
/// <param name="CacheWriteTokens">Part of <paramref name="PromptTokens"/>, as <paramref name="CachedTokens"/> is.</param>
internal sealed record ServedRequest(
    long Sequence,
    string? RequestId,
    string? UpstreamRequestId,
    string Path,
    string? Model,
    int? Status,
    bool Streamed,
    Outcome Outcome,
    long PromptTokens,
    long CachedTokens,
    long CompletionTokens,
    long ReasoningTokens,
    bool UsageSent,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string? UserAgent,
    string? AuthorizationScheme,
    bool BearerAccepted,
    string? Scenario,
    IReadOnlyList<string> HeaderNames,
    string? RequestBody,
    string? Protocol,
    long CacheWriteTokens
);
