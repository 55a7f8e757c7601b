using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>A model of the history, at the price that the catalogue ships with; a test compares the two.</summary>
internal sealed record HistoryModel(string Id, Price Price)
{
    public const string Upstream = "primary";

    private const long Cent = Money.NanoPerUsd / 100;

    public static HistoryModel Sonnet { get; } =
        new("claude-sonnet-5-5", new Price(1, 300 * Cent, 1_500 * Cent, CachedInput: 30 * Cent, CacheWrite: 375 * Cent));

    public static HistoryModel Haiku { get; } =
        new(
            "claude-haiku-4-5",
            new Price(1, 100 * Cent, 500 * Cent, CachedInput: 10 * Cent, CacheWrite: 125 * Cent, CacheWriteHour: 200 * Cent)
        );

    public static HistoryModel Luna { get; } = new("gpt-6-luna", new Price(1, 100 * Cent, 600 * Cent, CachedInput: 10 * Cent));

    public static HistoryModel Mini { get; } = new("gpt-5-mini", new Price(1, 25 * Cent, 200 * Cent, CachedInput: 5 * Cent / 2));

    public static HistoryModel Embedding { get; } = new("text-embedding-3-small", new Price(1, 2 * Cent, 0));

    public static IReadOnlyList<HistoryModel> All { get; } = [Sonnet, Haiku, Luna, Mini, Embedding];

    /// <summary>Anthropic's upstreams are told what to keep and charge for it; the others keep it by themselves.</summary>
    public bool WritesCache => Price.CacheWrite is not null;
}
