using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>Whether a chat request wants the usage of a stream: in OpenAI's words, or in OpenRouter's.</summary>
internal static class UsageWish
{
    public static bool In(JsonField body) =>
        body.Object("stream_options")?.Flag("include_usage") is true | (body["usage"] is { IsObject: true } usage && usage.Flag("include"));
}
