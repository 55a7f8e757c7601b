using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts the usage of a response to that of a chat completion.</summary>
internal static class ChatUsageFromResponse
{
    public static void Write(Utf8JsonWriter json, JsonField usage)
    {
        var (input, output) = (usage.Count("input_tokens") ?? 0, usage.Count("output_tokens") ?? 0);
        var (inputDetails, outputDetails) = (usage.Object("input_tokens_details"), usage.Object("output_tokens_details"));
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", usage.Count("total_tokens") ?? input + output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", inputDetails?.Count("cached_tokens") ?? 0);
        json.WriteNumber("cache_write_tokens", inputDetails?.Count("cache_write_tokens") ?? 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", outputDetails?.Count("reasoning_tokens") ?? 0);
        json.WriteEndObject();
        json.Carry(usage, "cost");
        json.WriteEndObject();
    }
}
