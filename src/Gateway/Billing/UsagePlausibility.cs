using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// Whether an upstream's count can be right for what was asked and what was delivered. A count is a claim: it is charged only within these
/// bounds, and replaced by our own beyond them.
/// </summary>
internal static class UsagePlausibility
{
    /// <summary>What a provider adds to a request at most, in tokens: its own instructions, the frame of messages and tools.</summary>
    private const long InputOverhead = 4_096;

    /// <summary>Tokens of one picture at most.</summary>
    private const long PictureTokens = 20_000;

    /// <summary>Tokens of a choice that are not text: its end, the frame of each tool call.</summary>
    private const long FrameTokens = 256;

    /// <summary>The longest tokens of common vocabularies are runs of 128 spaces.</summary>
    private const long MaxBytesPerToken = 128;

    /// <summary>Null when it can be right.</summary>
    /// <param name="outputLimit">Our own limit to the output of each choice; null where none was set.</param>
    public static UsageDoubt? DoubtOf(TokenUsage usage, InferenceRequest request, Model model, AnswerMeter meter, long? outputLimit)
    {
        if (
            usage.Input > MaxInput(request, model, usage.Input)
            || usage.Output > MaxOutput(request, model, outputLimit)
            || (model.Reasoning == false && ExceedsDelivery(usage.Output, request, meter))
        )
            return UsageDoubt.Implausible;
        var isTooLittle =
            usage.Input == 0 && request.PromptBytes > 0 || usage.Output < (meter.OutputBytes + MaxBytesPerToken - 1) / MaxBytesPerToken;
        return isTooLittle ? UsageDoubt.Contradictory : null;
    }

    public static long MaxOutput(InferenceRequest request, Model model, long? outputLimit) =>
        Math.Min(HoldEstimate.MaxOutput(request, model), outputLimit ?? long.MaxValue) * request.Choices;

    /// <summary>
    /// Whether there are more tokens than bytes that were delivered, and than frame each choice. The tokens of a prediction that the model
    /// rejects are output too; the body is searched for one only then.
    /// </summary>
    private static bool ExceedsDelivery(long output, InferenceRequest request, AnswerMeter meter)
    {
        var hidden = output - meter.OutputBytes - FrameTokens * request.Choices;
        return hidden > 0 && (hidden > request.Body.Length || request.Body.Span.IndexOf("\"prediction\""u8) < 0);
    }

    /// <summary>One token for each byte that was sent, what a provider adds, and what is sent by reference; within the model's context.</summary>
    /// <param name="claimed">Media are looked for only where the bytes alone do not explain so much.</param>
    public static long MaxInput(InferenceRequest request, Model model, long claimed)
    {
        var bytes = request.Body.Length + InputOverhead;
        return Math.Min(model.ContextTokens, claimed <= bytes ? bytes : bytes + ByReference(request.Body.Span, model.ContextTokens));
    }

    /// <summary>Tokens of what the body names and does not contain: pictures by their number, all else up to the context.</summary>
    private static long ByReference(ReadOnlySpan<byte> body, long context)
    {
        var tokens = 0L;
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        while (tokens < context && json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("type"u8))
                continue;
            json.Read();
            if (json.TokenType == JsonTokenType.String)
                tokens += ByReference(json.ValueSpan, context, IsPicture(json.ValueSpan));
        }

        return tokens;
    }

    private static long ByReference(ReadOnlySpan<byte> type, long context, bool isPicture) =>
        isPicture ? PictureTokens
        : IsUnbounded(type) ? context
        : 0;

    private static bool IsPicture(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image_url"u8) || type.SequenceEqual("input_image"u8) || type.SequenceEqual("image"u8);

    /// <summary>Files and the results of tools that a provider runs itself.</summary>
    private static bool IsUnbounded(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("file"u8)
        || type.SequenceEqual("input_file"u8)
        || type.SequenceEqual("document"u8)
        || type.SequenceEqual("video_url"u8)
        || type.SequenceEqual("mcp"u8)
        || type.StartsWith("web_search"u8)
        || type.StartsWith("web_fetch"u8)
        || type.StartsWith("file_search"u8)
        || type.StartsWith("code_interpreter"u8)
        || type.StartsWith("code_execution"u8)
        || type.StartsWith("computer"u8);
}
