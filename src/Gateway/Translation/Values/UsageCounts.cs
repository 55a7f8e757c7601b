using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Token counts of an answer. Anthropic's input excludes what was read from the cache or written to it; OpenAI's includes both.
/// </summary>
/// <param name="Input">Without cache reads and writes.</param>
/// <param name="Thinking">Part of <paramref name="Output"/>; null where the upstream does not report it.</param>
/// <param name="Cost">The number of <c>usage.cost</c> as it is written.</param>
internal sealed record UsageCounts(long Input, long CacheRead, long CacheWrite, long Output, long? Thinking, string? Cost)
{
    private long Prompt => Input + CacheRead + CacheWrite;

    public static UsageCounts FromChat(JsonField usage)
    {
        var (input, details) = (Count(usage, "prompt_tokens"), usage.Object("prompt_tokens_details"));
        // A part is never larger than its whole, whatever an upstream reports.
        var read = Math.Min(Count(details, "cached_tokens"), input);
        var written = Math.Min(Count(details, "cache_write_tokens"), input - read);
        return new UsageCounts(
            input - read - written,
            read,
            written,
            Count(usage, "completion_tokens"),
            usage.Object("completion_tokens_details")?.Count("reasoning_tokens"),
            CostIn(usage)
        );
    }

    public static UsageCounts FromMessages(JsonField usage) =>
        new(
            Count(usage, "input_tokens"),
            Count(usage, "cache_read_input_tokens"),
            Count(usage, "cache_creation_input_tokens"),
            Count(usage, "output_tokens"),
            usage.Object("output_tokens_details")?.Count("thinking_tokens"),
            CostIn(usage)
        );

    /// <summary>
    /// Counts of a stream only grow. The larger of two is taken because some servers report the input only in the first event, and
    /// others only in the last.
    /// </summary>
    public UsageCounts With(UsageCounts later) =>
        new(
            Math.Max(Input, later.Input),
            Math.Max(CacheRead, later.CacheRead),
            Math.Max(CacheWrite, later.CacheWrite),
            Math.Max(Output, later.Output),
            later.Thinking ?? Thinking,
            later.Cost ?? Cost
        );

    /// <summary>Writes the member <c>usage</c> of a chat completion.</summary>
    public void WriteForChat(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", Prompt);
        writer.WriteNumber("completion_tokens", Output);
        writer.WriteNumber("total_tokens", Prompt + Output);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", CacheRead);
        writer.WriteNumber("cache_write_tokens", CacheWrite);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details");
        writer.WriteNumber("reasoning_tokens", Thinking ?? 0);
        writer.WriteEndObject();
        WriteCost(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>usage</c> of a message. What is not known here is null: none of its members may be absent.</summary>
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
        else
        {
            writer.WriteNull("output_tokens_details");
        }

        foreach (var unknown in (string[])["cache_creation", "server_tool_use", "service_tier", "inference_geo"])
            writer.WriteNull(unknown);
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

    private static long Count(JsonField? usage, string count) => usage?.Count(count) ?? 0;

    private static string? CostIn(JsonField usage) => usage["cost"] is { Kind: JsonValueKind.Number } cost ? cost.RawText() : null;
}
