namespace Platform.FakeUpstream.Tally;

/// <summary>Sums over served requests; the four outcomes add up to <paramref name="Requests"/>.</summary>
internal sealed record Counts(
    long Requests,
    long Completed,
    long Failed,
    long Disconnected,
    long Cut,
    long Streamed,
    long PromptTokens,
    long CachedTokens,
    long CompletionTokens,
    long ReasoningTokens
)
{
    public static Counts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Counts Plus(ServedRequest served) =>
        new(
            Requests + 1,
            Completed + One(served.Outcome == Outcome.Completed),
            Failed + One(served.Outcome == Outcome.Failed),
            Disconnected + One(served.Outcome == Outcome.Disconnected),
            Cut + One(served.Outcome == Outcome.Cut),
            Streamed + One(served.Streamed),
            PromptTokens + served.PromptTokens,
            CachedTokens + served.CachedTokens,
            CompletionTokens + served.CompletionTokens,
            ReasoningTokens + served.ReasoningTokens
        );

    private static int One(bool counts) => counts ? 1 : 0;
}
