using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Converts the usage of a chat completion to that of a response. Clients rely on all details being there.</summary>
internal static class ResponsesUsageFromChat
{
    public static void Write(Utf8JsonWriter json, JsonField usage)
    {
        var (input, output) = (usage.Count("prompt_tokens") ?? 0, usage.Count("completion_tokens") ?? 0);
        var (inputDetails, outputDetails) = (usage.Object("prompt_tokens_details"), usage.Object("completion_tokens_details"));
        json.WriteStartObject();
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", inputDetails?.Count("cached_tokens") ?? 0);
        json.WriteNumber("cache_write_tokens", inputDetails?.Count("cache_write_tokens") ?? 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", outputDetails?.Count("reasoning_tokens") ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Count("total_tokens") ?? input + output);
        json.Carry(usage, "cost");
        json.WriteEndObject();
    }
}
