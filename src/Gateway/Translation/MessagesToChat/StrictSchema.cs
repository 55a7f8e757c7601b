using System.Text.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// Whether OpenAI's strict mode takes a schema: every object closed, every property required. Anthropic's strict mode allows optional
/// properties; a schema with them is sent without <c>strict</c>, where OpenAI would refuse it.
/// </summary>
internal static class StrictSchema
{
    public static bool Allows(JsonElement schema) =>
        schema.ValueKind switch
        {
            JsonValueKind.Object => (!IsObject(schema) || IsClosed(schema)) && schema.EnumerateObject().All(member => Allows(member.Value)),
            JsonValueKind.Array => schema.EnumerateArray().All(Allows),
            _ => true,
        };

    private static bool IsObject(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object");

    private static bool IsClosed(JsonElement schema)
    {
        if (!schema.TryGetProperty("additionalProperties", out var more) || more.ValueKind != JsonValueKind.False)
            return false;
        var names =
            schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                ? properties.EnumerateObject().Select(property => property.Name).ToHashSet()
                : [];
        var required =
            schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)
                : [];
        return names.IsSubsetOf(required);
    }
}
