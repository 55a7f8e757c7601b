using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Billing;

/// <summary>
/// The tokens of a request's input, before an upstream has counted them. Text counts by its bytes, media by what they are.
/// </summary>
/// <param name="Expected">What they probably are: charged where no count can be believed, and the answer to a count of tokens.</param>
/// <param name="Upper">What they may be, with any provider: credit is held for them.</param>
/// <param name="Ceiling">More than these no upstream is believed.</param>
/// <param name="AudioExpected">The part of <paramref name="Expected"/> that is sound.</param>
/// <param name="AudioUpper">The part of <paramref name="Upper"/> that is sound.</param>
/// <param name="ImageExpected">The part of <paramref name="Expected"/> that is pictures.</param>
/// <param name="ImageUpper">The part of <paramref name="Upper"/> that is pictures.</param>
internal readonly record struct InputEstimate(
    long Expected,
    long Upper,
    long Ceiling,
    long AudioExpected = 0,
    long AudioUpper = 0,
    long ImageExpected = 0,
    long ImageUpper = 0
)
{
    /// <summary>
    /// What a provider adds to a request with tools: Anthropic publishes 346 tokens for its own instructions, the others add less.
    /// </summary>
    private const long ToolFrame = 512;

    /// <summary>What a provider adds at most, in tokens: its own instructions, the frame of messages and tools.</summary>
    private const long MaxFrame = 4_096;

    /// <summary>
    /// Of text four bytes are expected to be a token, two may be: common tokenizers rarely need more for any language. Not even a byte
    /// in none of their words is more than one. Half of all the body is held, since a provider might read members that this gateway does
    /// not know. Input that is larger than the context of the model is refused by the provider.
    /// </summary>
    public static InputEstimate For(InferenceRequest request, Model model)
    {
        var text = request.Body.Length - request.MediaBytes;
        var (expected, upper, ceiling) = (
            TokenEstimate.ForText(request.PromptBytes),
            (text + 1) / 2 + (request.HasTools ? ToolFrame : 0),
            text + MaxFrame + (request.HasHostedTools ? model.ContextTokens : 0)
        );
        var (sound, maxSound, pictures, maxPictures) = (0L, 0L, 0L, 0L);
        foreach (var item in request.Media)
        {
            var tokens = MediaTokens.Of(item, model);
            (expected, upper, ceiling) = (expected + tokens.Expected, upper + tokens.Upper, ceiling + tokens.Ceiling);
            if (item.Kind == MediaKind.Sound)
                (sound, maxSound) = (sound + tokens.Expected, maxSound + tokens.Upper);
            else if (item.Kind == MediaKind.Picture)
                (pictures, maxPictures) = (pictures + tokens.Expected, maxPictures + tokens.Upper);
        }

        // Each text of a batch has the whole context.
        var most = request.IsBatch ? long.MaxValue : model.ContextTokens;
        return new InputEstimate(
            Math.Min(expected, most),
            Math.Min(upper, most),
            Math.Min(ceiling, most),
            Math.Min(sound, most),
            Math.Min(maxSound, most),
            Math.Min(pictures, most),
            Math.Min(maxPictures, most)
        );
    }

    /// <summary>After each call of a hosted tool the model reads everything again, and with it the tool's result.</summary>
    /// <param name="tools">Those that may be called, and how often; null for none.</param>
    public InputEstimate With(IReadOnlyList<ToolPrice>? tools, Model model)
    {
        var (upper, ceiling, all) = (Upper, Ceiling, this);
        foreach (var tool in tools ?? [])
            for (var call = 0; call < tool.MaxCalls; call++)
            {
                upper = Math.Min(upper + tool.InputTokens, model.ContextTokens);
                ceiling = Math.Min(ceiling + tool.InputTokens, model.ContextTokens);
                all = all with
                {
                    Upper = all.Upper + upper,
                    Ceiling = all.Ceiling + ceiling,
                    AudioUpper = all.AudioUpper + AudioUpper,
                    ImageUpper = all.ImageUpper + ImageUpper,
                };
            }

        return all;
    }
}
