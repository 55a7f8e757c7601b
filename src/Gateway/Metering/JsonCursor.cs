using System.Buffers;
using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>Reads JSON whose shape is not known. Each method starts before a member's value and ends on the value's last token.</summary>
internal static class JsonCursor
{
    /// <summary>
    /// Advances to the next member's name; false at the object's end. The reader stands on the object's start or a value's end.
    /// </summary>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>True on the start of an object; any other value is skipped.</summary>
    public static bool EnterObject(this ref Utf8JsonReader json) => Enter(ref json, JsonTokenType.StartObject);

    /// <summary>True on the start of an array; any other value is skipped.</summary>
    public static bool EnterArray(this ref Utf8JsonReader json) => Enter(ref json, JsonTokenType.StartArray);

    public static void SkipValue(this ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    /// <summary>What follows a number of 0 or more; 1 for anything else.</summary>
    public static long NextNumber(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number is >= 0 and < long.MaxValue)
            return number + 1;
        json.Skip();
        return 1;
    }

    /// <summary>Bytes of UTF-8 of a text; 0 for anything else.</summary>
    public static int TextBytes(this ref Utf8JsonReader json)
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

    private static bool Enter(ref Utf8JsonReader json, JsonTokenType start)
    {
        json.Read();
        if (json.TokenType == start)
            return true;
        json.Skip();
        return false;
    }
}
