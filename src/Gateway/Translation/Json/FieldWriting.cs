using System.Text.Json;

namespace Platform.Gateway.Translation.Json;

/// <summary>Writes members that are copied, or made, of fields that were read.</summary>
internal static class FieldWriting
{
    /// <summary>In characters.</summary>
    private const int MaxPiece = 16 * 1024;

    /// <summary>
    /// A text that may be as long as an answer. The writer asks for room for the most that a text can become, many times what it does
    /// become, so a long one is written in pieces. No surrogate pair is cut.
    /// </summary>
    public static void WriteLongString(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is null || text.Length <= MaxPiece)
        {
            writer.WriteString(name, text);
            return;
        }

        writer.WritePropertyName(name);
        var rest = text.AsSpan();
        while (rest.Length > MaxPiece)
        {
            var length = char.IsHighSurrogate(rest[MaxPiece - 1]) ? MaxPiece - 1 : MaxPiece;
            writer.WriteStringValueSegment(rest[..length], isFinalSegment: false);
            rest = rest[length..];
        }

        writer.WriteStringValueSegment(rest, isFinalSegment: true);
    }

    /// <summary>A copy of the field, byte for byte.</summary>
    public static void WriteField(this Utf8JsonWriter writer, string name, JsonField field)
    {
        writer.WritePropertyName(name);
        field.CopyTo(writer);
    }

    /// <summary>
    /// The member <paramref name="name"/> of <paramref name="from"/>, where it has one, under the name <paramref name="to"/>.
    /// </summary>
    public static void Carry(this Utf8JsonWriter writer, JsonField from, string name, string? to = null)
    {
        if (from[name] is { } field)
            writer.WriteField(to ?? name, field);
    }

    /// <summary>A text that is made of another field.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string text, JsonField origin)
    {
        writer.WritePropertyName(name);
        origin.MarkOrigin(writer);
        writer.WriteStringValue(text);
    }

    /// <summary>JSON that is well-formed already.</summary>
    public static void WriteRaw(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value, skipInputValidation: true);
    }
}
