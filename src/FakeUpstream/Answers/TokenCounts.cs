namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Usage as OpenAI counts it: the prompt includes tokens read from and written to the cache, the completion includes reasoning.
/// </summary>
internal sealed record TokenCounts(long Prompt, long Cached, long Completion, long Reasoning, long CacheWritten = 0);
