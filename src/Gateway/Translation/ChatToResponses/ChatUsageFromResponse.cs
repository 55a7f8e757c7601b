using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Tells the usage of a response as that of a chat completion.</summary>
internal static class ChatUsageFromResponse
{
    public static void Write(Utf8JsonWriter json, RawNode usage)
    {
        var (input, output) = (usage.Whole("input_tokens") ?? 0, usage.Whole("output_tokens") ?? 0);
        var (read, said) = (usage.Object("input_tokens_details"), usage.Object("output_tokens_details"));
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", usage.Whole("total_tokens") ?? input + output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", read?.Whole("cached_tokens") ?? 0);
        if (read is { } details)
            json.Carry(details, "cache_write_tokens");
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", said?.Whole("reasoning_tokens") ?? 0);
        json.WriteEndObject();
        json.Carry(usage, "cost");
        json.WriteEndObject();
    }
}
