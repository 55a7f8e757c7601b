using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Tells the usage of a chat completion as that of a response. Clients count on both details being there.</summary>
internal static class ResponsesUsageFromChat
{
    public static void Write(Utf8JsonWriter json, RawNode usage)
    {
        var (input, output) = (usage.Whole("prompt_tokens") ?? 0, usage.Whole("completion_tokens") ?? 0);
        var (read, said) = (usage.Object("prompt_tokens_details"), usage.Object("completion_tokens_details"));
        json.WriteStartObject();
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", read?.Whole("cached_tokens") ?? 0);
        if (read is { } details)
            json.Carry(details, "cache_write_tokens");
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", said?.Whole("reasoning_tokens") ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Whole("total_tokens") ?? input + output);
        json.Carry(usage, "cost");
        json.WriteEndObject();
    }
}
