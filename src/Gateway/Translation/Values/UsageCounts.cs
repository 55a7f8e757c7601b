using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Tokens of an answer. Anthropic's input leaves out what was read from the cache or written to it; OpenAI's has both in it.
/// </summary>
/// <param name="Input">Without cache reads and writes.</param>
/// <param name="Thinking">Part of <paramref name="Output"/>; null where nobody says.</param>
/// <param name="Cost">The number of <c>usage.cost</c>, digit by digit.</param>
internal sealed record UsageCounts(long Input, long CacheRead, long CacheWrite, long Output, long? Thinking, string? Cost)
{
    private long Prompt => Input + CacheRead + CacheWrite;

    public static UsageCounts OfChat(JsonField usage)
    {
        var (input, details) = (Of(usage, "prompt_tokens"), usage["prompt_tokens_details"]);
        // A part is never more than its whole, whatever an upstream says.
        var read = Math.Min(Of(details, "cached_tokens"), input);
        var written = Math.Min(Of(details, "cache_write_tokens"), input - read);
        return new UsageCounts(
            input - read - written, read, written, Of(usage, "completion_tokens"),
            usage["completion_tokens_details"]?["reasoning_tokens"]?.Count(), CostIn(usage));
    }

    public static UsageCounts OfMessages(JsonField usage) => new(
        Of(usage, "input_tokens"), Of(usage, "cache_read_input_tokens"), Of(usage, "cache_creation_input_tokens"),
        Of(usage, "output_tokens"),
        usage["output_tokens_details"]?["thinking_tokens"]?.Count(), CostIn(usage));

    /// <summary>
    /// Counts of a stream only grow. The larger of two is taken because some servers say only in the first event what was read, and
    /// others only in the last.
    /// </summary>
    public UsageCounts With(UsageCounts later) => new(
        Math.Max(Input, later.Input), Math.Max(CacheRead, later.CacheRead), Math.Max(CacheWrite, later.CacheWrite),
        Math.Max(Output, later.Output), later.Thinking ?? Thinking, later.Cost ?? Cost);

    /// <summary>Writes the member <c>usage</c> of a chat completion.</summary>
    public void WriteForChat(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", Prompt);
        writer.WriteNumber("completion_tokens", Output);
        writer.WriteNumber("total_tokens", Prompt + Output);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", CacheRead);
        // OpenRouter's name for it; OpenAI has none.
        writer.WriteNumber("cache_write_tokens", CacheWrite);
        writer.WriteEndObject();
        if (Thinking is { } thinking)
        {
            writer.WriteStartObject("completion_tokens_details");
            writer.WriteNumber("reasoning_tokens", thinking);
            writer.WriteEndObject();
        }

        WriteCost(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>usage</c> of a message.</summary>
    public void WriteForMessages(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", Input);
        writer.WriteNumber("cache_creation_input_tokens", CacheWrite);
        writer.WriteNumber("cache_read_input_tokens", CacheRead);
        writer.WriteNumber("output_tokens", Output);
        if (Thinking is { } thinking)
        {
            writer.WriteStartObject("output_tokens_details");
            writer.WriteNumber("thinking_tokens", thinking);
            writer.WriteEndObject();
        }

        WriteCost(writer);
        writer.WriteEndObject();
    }

    private void WriteCost(Utf8JsonWriter writer)
    {
        if (Cost is null)
            return;
        writer.WritePropertyName("cost");
        writer.WriteRawValue(Cost);
    }

    private static long Of(JsonField? usage, string count) => usage?[count]?.Count() ?? 0;

    private static string? CostIn(JsonField usage) => usage["cost"] is { Kind: JsonValueKind.Number } cost ? cost.Value.GetRawText() : null;
}
