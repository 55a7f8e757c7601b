using System.Text.Json;

namespace Platform.Gateway.Protocols;

/// <summary>Texts of a body that may hold anything: an unpaired half of a surrogate, too.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <param name="text">One JSON value, quotes included; the empty text where it is no text.</param>
    public static string Of(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, Deep);
        return json.Read() && json.TokenType == JsonTokenType.String ? Of(ref json) : "";
    }

    /// <summary>The text that the reader stands on.</summary>
    public static string Of(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    /// <summary>Whether the reader stands on this text, or on a member of this name. Half a surrogate is in no name that is known.</summary>
    public static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        try
        {
            return json.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Null for anything but a text.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    /// <summary>The text of a member; null where there is none.</summary>
    public static string? Of(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) ? Of(found) : null;

    /// <summary>
    /// Whether a body can have a text: false is certain. A JSON escape of an ordinary letter can hide it, so a body with one has to be read.
    /// </summary>
    /// <param name="quoted">With its quotes, ASCII only.</param>
    public static bool MayHave(ReadOnlySpan<byte> body, ReadOnlySpan<byte> quoted)
    {
        if (body.IndexOf(quoted) >= 0)
            return true;
        while (body.IndexOf("\\u00"u8) is >= 0 and var at)
        {
            body = body[(at + 4)..];
            if (body.Length > 0 && body[0] is >= (byte)'2' and <= (byte)'7')
                return true;
        }

        return false;
    }
}
