using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Billing;

/// <summary>The members of a usage that we make, with all that each protocol requires: clients fail where one is absent.</summary>
internal static class UsageMembers
{
    public static void WriteForChat(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteNumber("prompt_tokens", usage.Input);
        json.WriteNumber("completion_tokens", usage.Output);
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteStartObject("prompt_tokens_details");
        WriteCached(json, usage);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
    }

    public static void WriteForResponses(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteNumber("input_tokens", usage.Input);
        json.WriteStartObject("input_tokens_details");
        WriteCached(json, usage);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", usage.Output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
    }

    /// <summary>Anthropic's input excludes what was read from the cache or written to it.</summary>
    public static void WriteForMessages(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteNumber("input_tokens", Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite));
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens", usage.CachedInput);
        json.WriteNumber("output_tokens", usage.Output);
        foreach (var unknown in (string[])["output_tokens_details", "cache_creation", "server_tool_use", "service_tier", "inference_geo"])
            json.WriteNull(unknown);
    }

    private static void WriteCached(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteNumber("cached_tokens", usage.CachedInput);
        json.WriteNumber("cache_write_tokens", usage.CacheWrite);
    }
}
