namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Usage as OpenAI counts it: prompt includes cached and what was written to the cache, completion includes reasoning.
/// </summary>
internal sealed record TokenCounts(long Prompt, long Cached, long Completion, long Reasoning, long CacheWritten = 0);
