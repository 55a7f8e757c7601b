using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Serving;

/// <summary>An answer and its usage, before a protocol writes it.</summary>
/// <param name="Unique">32 hexadecimal digits for the ids in the answer.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="IncludesUsage">Whether the script lets the answer include usage.</param>
internal sealed record Composition(string Unique, long Created, Answer Answer, TokenCounts Usage, bool IncludesUsage)
{
    public static Composition From(AnswerRequest request, Script script, DateTimeOffset now)
    {
        var answer = AnswerComposer.Compose(request.Question, script);
        var cached = Math.Min(script.CachedTokens, request.PromptTokens);
        var usage = new TokenCounts(
            request.PromptTokens,
            cached,
            answer.Tokens * request.Choices,
            (long)answer.ReasoningTokens * request.Choices,
            Math.Min(script.CacheWrittenTokens, request.PromptTokens - cached)
        );
        return new Composition(Guid.CreateVersion7(now).ToString("N"), now.ToUnixTimeSeconds(), answer, usage, !script.NoUsage);
    }
}
