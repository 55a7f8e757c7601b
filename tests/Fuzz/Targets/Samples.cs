using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;

namespace Platform.Tests.Fuzz.Targets;

/// <summary>A model and what a translation needs to know.</summary>
internal static class Samples
{
    /// <summary>A dollar for a million tokens of input, two for output.</summary>
    public static Price Price { get; } = new(1, Money.NanoPerUsd, 2 * Money.NanoPerUsd);

    public static Model Model { get; } =
        new("m", "o", default, 128_000, 16_000, [new ModelRoute("primary", "upstream-model", ["openai-chat"], Price)], Reasoning: false);

    public static Model ReasoningModel { get; } = Model with { Reasoning = null };

    public static TranslationContext Context { get; } =
        new("req_0123", "upstream-model", DateTimeOffset.FromUnixTimeSeconds(1_770_000_000), MaxOutput: 64_000);

    public static Protocol[] Answering { get; } =
    [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Completions, Protocol.Embeddings];

    public static InferenceRequest Request(Protocol protocol) =>
        RequestParser.Parse(Corpus.Requests(protocol)[0], protocol.Request).Value
        ?? throw new InvalidOperationException($"The first request of {protocol} in the corpus must be valid.");
}
