using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>Reads the <c>usage</c> of a chat completion into a <see cref="ChatMeter"/>; false where it is null, as in most chunks.</summary>
internal static class ChatUsage
{
    public static bool Read(ref Utf8JsonReader json, ChatMeter meter)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return false;
        }

        long input = 0, output = 0, cached = 0, reasoning = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8))
                input = ReadCount(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8))
                output = ReadCount(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8))
                cached = ReadDetail(ref json, "cached_tokens"u8);
            else if (json.ValueTextEquals("completion_tokens_details"u8))
                reasoning = ReadDetail(ref json, "reasoning_tokens"u8);
            else
                Skip(ref json);
        }

        // A part is never more than its whole, whatever an upstream says.
        meter.Reported = new TokenUsage(input, output, CachedInput: Math.Min(cached, input), Reasoning: Math.Min(reasoning, output));
        return true;
    }

    private static long ReadDetail(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return 0;
        var count = 0L;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name))
                count = ReadCount(ref json);
            else
                Skip(ref json);
        }

        return count;
    }

    private static long ReadCount(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count >= 0)
            return count;
        json.Skip();
        return 0;
    }

    private static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
