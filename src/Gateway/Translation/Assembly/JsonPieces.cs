using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Gateway.Translation.Assembly;

/// <summary>Joins a piece of an answer to what has come of it before.</summary>
internal static class JsonPieces
{
    /// <summary>
    /// Adds the members of a piece: texts and lists grow, and anything else replaces what was there.
    /// </summary>
    /// <param name="fixedTexts">Texts that come whole, and perhaps again: an id, a role.</param>
    public static void Join(this JsonObject whole, JsonObject piece, params ReadOnlySpan<string> fixedTexts)
    {
        foreach (var (name, value) in piece)
        {
            if (value is null)
                whole.TryAdd(name, null);
            else if (whole[name] is JsonArray list && value is JsonArray more)
                foreach (var item in more)
                    list.Add(item?.DeepClone());
            else if (IsText(value) && IsText(whole[name]) && !fixedTexts.Contains(name))
                whole[name] = whole[name]!.GetValue<string>() + value.GetValue<string>();
            else if (!(fixedTexts.Contains(name) && IsText(value) && value.GetValue<string>().Length == 0))
                whole[name] = value.DeepClone();
        }
    }

    public static int Index(this JsonObject piece) =>
        piece["index"] is JsonValue value && value.TryGetValue<int>(out var index) && index >= 0 ? index : 0;

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;
}
