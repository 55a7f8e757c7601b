using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What a request asks for that has a price of its own.</summary>
/// <param name="Tier">Null for the usual one.</param>
/// <param name="Hour">It writes to the cache for an hour.</param>
/// <param name="AudioInput">Its input has sound.</param>
/// <param name="AudioOutput">It wants sound.</param>
/// <param name="ImageInput">Its input has pictures.</param>
/// <param name="Tools">The hosted tools that may be called, and how often; null for none.</param>
internal readonly record struct AskedPrice(
    string? Tier,
    bool Hour,
    bool AudioInput,
    bool AudioOutput,
    bool ImageInput,
    IReadOnlyList<ToolPrice>? Tools
)
{
    /// <summary>
    /// The price for which credit is held: of the tier that is asked for and of the longest input that can be counted, without the classes
    /// of tokens and the tools that are not asked for.
    /// </summary>
    /// <returns>With the prices that the answer may turn out to have; null where the tier has none.</returns>
    public Price? Of(Price listed, InferenceRequest request, Model model)
    {
        if (listed.Others is null)
            return Tier is null ? Only(listed) : null;
        if (listed.For(Tier, Longest(listed, request, model)) is not { } asked)
            return null;
        IReadOnlyList<Price> all = [Only(listed with { Others = null }), .. listed.Others.Select(Only)];
        return Only(asked) with { Others = all };
    }

    private Price Only(Price price) =>
        (price.CacheWriteHour is null || Hour)
        && (price.AudioInput is null || AudioInput)
        && (price.AudioOutput is null || AudioOutput)
        && (price.ImageInput is null || ImageInput)
        && ReferenceEquals(price.Tools, Tools)
            ? price
            : price with
            {
                CacheWriteHour = Hour ? price.CacheWriteHour : null,
                AudioInput = AudioInput ? price.AudioInput : null,
                AudioOutput = AudioOutput ? price.AudioOutput : null,
                ImageInput = ImageInput ? price.ImageInput : null,
                Tools = Tools,
            };

    private long Longest(Price listed, InferenceRequest request, Model model) =>
        listed.Others!.Any(other => other.AboveInput is not null) ? InputEstimate.For(request, model).With(Tools, model).Ceiling : 0;
}
