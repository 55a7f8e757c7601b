using System.Buffers;
using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>
/// Reads one chat completion object, a chunk or a whole answer, into a <see cref="ChatMeter"/>. Members it does not know are skipped.
/// </summary>
internal static class ChatChunk
{
    private const int MostChoices = 128;
    private const int MostMessageLength = 300;

    public static ChatEvent Read(ReadOnlySpan<byte> data, ChatMeter meter)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            return json.Read() && json.TokenType == JsonTokenType.StartObject ? ReadRoot(ref json, meter) : ChatEvent.Malformed;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with broken escapes.
            return ChatEvent.Malformed;
        }
    }

    private static ChatEvent ReadRoot(ref Utf8JsonReader json, ChatMeter meter)
    {
        bool anyChoice = false, anyUsage = false, anyError = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
                anyChoice |= ReadChoices(ref json, meter);
            else if (json.ValueTextEquals("usage"u8))
                anyUsage |= ChatUsage.Read(ref json, meter);
            else if (json.ValueTextEquals("error"u8))
                anyError |= ReadError(ref json, meter);
            else
                SkipValue(ref json);
        }

        // Anything after the object makes this throw.
        json.Read();
        return anyError ? ChatEvent.Error : anyUsage && !anyChoice ? ChatEvent.UsageOnly : ChatEvent.Content;
    }

    private static bool ReadChoices(ref Utf8JsonReader json, ChatMeter meter)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return false;
        meter.NoteChoices();
        var any = false;
        for (var position = 0; json.Read() && json.TokenType == JsonTokenType.StartObject; position++, any = true)
            ReadChoice(ref json, meter, Math.Min(position, MostChoices));
        return any;
    }

    private static void ReadChoice(ref Utf8JsonReader json, ChatMeter meter, int position)
    {
        var (index, bytes) = (position, 0);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("delta"u8) || json.ValueTextEquals("message"u8))
                bytes += ReadMessage(ref json);
            else if (json.ValueTextEquals("finish_reason"u8))
                meter.Finished |= json.Read() && json.TokenType == JsonTokenType.String;
            else if (json.ValueTextEquals("index"u8))
                index = json.Read() && json.TryGetInt32(out var given) && given is >= 0 and < MostChoices ? given : position;
            else
                SkipValue(ref json);
        }

        if (bytes > 0)
            meter.AddText(index, bytes);
    }

    /// <summary>Bytes of UTF-8 of everything the model produced in this message: text, refusal, thoughts, tool calls.</summary>
    private static int ReadMessage(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return 0;
        var bytes = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("content"u8) || json.ValueTextEquals("refusal"u8)
                || json.ValueTextEquals("reasoning_content"u8) || json.ValueTextEquals("reasoning"u8))
                bytes += ReadText(ref json);
            else if (json.ValueTextEquals("tool_calls"u8) || json.ValueTextEquals("function_call"u8))
                bytes += ReadCalls(ref json);
            else
                SkipValue(ref json);
        }

        return bytes;
    }

    /// <summary>Names and arguments of the calls, at whatever depth this vendor puts them.</summary>
    private static int ReadCalls(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return 0;
        var (bytes, depth) = (0, json.CurrentDepth);
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("name"u8) || json.ValueTextEquals("arguments"u8))
                bytes += ReadText(ref json);
        }

        return bytes;
    }

    private static int ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return 0;
        }

        if (!json.ValueIsEscaped)
            return json.ValueSpan.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            return json.CopyString(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool ReadError(ref Utf8JsonReader json, ChatMeter meter)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return false;
        using var error = JsonDocument.ParseValue(ref json);
        meter.UpstreamError = UpstreamErrorText.Of(error.RootElement, MostMessageLength);
        return true;
    }

    private static void SkipValue(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
