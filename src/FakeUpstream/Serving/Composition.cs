using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Serving;

/// <summary>An answer and what it costs, before a protocol frames it.</summary>
/// <param name="Unique">32 hexadecimal digits of which the ids in the answer are made.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="TellsUsage">Whether the script lets the answer tell its usage.</param>
internal sealed record Composition(string Unique, long Created, Answer Answer, TokenCounts Usage, bool TellsUsage)
{
    public static Composition Of(AnswerRequest request, Script script, DateTimeOffset now)
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
