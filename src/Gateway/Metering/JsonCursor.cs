using System.Buffers.Text;
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

    /// <summary>True on a text; any other value is skipped.</summary>
    public static bool EnterText(this ref Utf8JsonReader json) => Enter(ref json, JsonTokenType.String);

    /// <summary>The name of a service tier; null for anything else.</summary>
    public static string? NextTier(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= 40 && !json.ValueIsEscaped)
            // A stream says it in each of its chunks.
            return json.ValueTextEquals("default"u8) ? "default"
                : json.ValueTextEquals("standard"u8) ? "standard"
                : json.GetString();
        json.Skip();
        return null;
    }

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

    /// <summary>Bytes of UTF-8 of a text; 0 for anything else. Half of a surrogate pair counts as any other character.</summary>
    public static int TextBytes(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return CurrentBytes(ref json);
        json.Skip();
        return 0;
    }

    /// <summary>
    /// What <see cref="TextBytes"/> says of a text, and the raw JSON of an object or a list: what OpenAI sends as JSON in a text, such as
    /// arguments, others send as JSON.
    /// </summary>
    public static int JsonOrTextBytes(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return CurrentBytes(ref json);
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return 0;
        var start = json.TokenStartIndex;
        json.Skip();
        return (int)(json.BytesConsumed - start);
    }

    /// <summary>What <see cref="TextBytes"/> says of a text; of a list of parts, the texts of all parts.</summary>
    public static int ContentBytes(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return CurrentBytes(ref json);
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return 0;
        var (bytes, depth) = (0, json.CurrentDepth);
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("text"u8) || json.ValueTextEquals("refusal"u8))
                bytes += json.TextBytes();
        }

        return bytes;
    }

    /// <summary>A text; null for anything else, and for one that is not of Unicode.</summary>
    public static string? Text(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return null;
        }

        return CurrentText(ref json);
    }

    /// <summary>The text that the reader stands on; null for one that is not of Unicode.</summary>
    public static string? CurrentText(this ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static int CurrentBytes(ref Utf8JsonReader json)
    {
        var text = json.ValueSpan;
        var bytes = text.Length;
        if (!json.ValueIsEscaped)
            return bytes;
        while (text.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text = text[at..];
            var length = EscapeLength(text, out var decoded);
            bytes -= length - decoded;
            text = text[length..];
        }

        return bytes;
    }

    /// <summary>The length of the escape, or of the two of a surrogate pair, at the start of a text.</summary>
    /// <param name="decoded">How many bytes of UTF-8 it stands for.</param>
    private static int EscapeLength(ReadOnlySpan<byte> text, out int decoded)
    {
        decoded = 1;
        if (text[1] != (byte)'u')
            return 2;
        var code = CodeAt(text);
        var isPair =
            char.IsHighSurrogate((char)code) && text[6..] is [(byte)'\\', (byte)'u', ..] && char.IsLowSurrogate((char)CodeAt(text[6..]));
        decoded =
            isPair ? 4
            : code < 0x80 ? 1
            : code < 0x800 ? 2
            : 3;
        return isPair ? 12 : 6;
    }

    private static int CodeAt(ReadOnlySpan<byte> escape) => Utf8Parser.TryParse(escape.Slice(2, 4), out int code, out _, 'x') ? code : 0;

    private static bool Enter(ref Utf8JsonReader json, JsonTokenType start)
    {
        json.Read();
        if (json.TokenType == start)
            return true;
        json.Skip();
        return false;
    }
}
