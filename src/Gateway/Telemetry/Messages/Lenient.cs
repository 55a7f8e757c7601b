using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>Reads JSON whose shape is not known. A member that is absent, or has another type, is empty.</summary>
internal static class Lenient
{
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int Index(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var index) ? index : 0;

    /// <summary>A text as it is, anything else as JSON; empty for null.</summary>
    public static string TextOrJson(this JsonElement value, string name) =>
        value.Member(name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
            var json => json.GetRawText(),
        };

    /// <summary>Appends a piece of a text to the text at the same place.</summary>
    public static void Append<T>(this IDictionary<T, StringBuilder> texts, T place, string? piece)
        where T : notnull
    {
        if (piece is null)
            return;
        if (!texts.TryGetValue(place, out var text))
            texts[place] = text = new StringBuilder();
        text.Append(piece);
    }
}
