using System.Collections.Frozen;
using System.Text.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// Whether OpenAI's strict mode takes a schema: every object closed, every property required, few keywords beside. Anthropic's strict mode
/// allows optional properties; a schema with them is sent without <c>strict</c>, where OpenAI would refuse it.
/// </summary>
internal static class StrictSchema
{
    /// <summary>Keywords that OpenAI's strict mode does not permit.</summary>
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        "oneOf",
        "allOf",
        "not",
        "if",
        "then",
        "else",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "contains",
        "minContains",
        "maxContains",
        "uniqueItems",
        "minLength",
        "maxLength",
        "default"
    );

    public static bool Allows(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object
        || ((!IsObject(schema) || IsClosed(schema)) && schema.EnumerateObject().All(member => Allows(member.Name, member.Value)));

    private static bool Allows(string keyword, JsonElement value) =>
        keyword switch
        {
            // What is inside has names of the client's own, or is a value.
            "properties" or "$defs" or "definitions" => value.ValueKind != JsonValueKind.Object
                || value.EnumerateObject().All(schema => Allows(schema.Value)),
            "enum" or "const" => true,
            _ when Refused.Contains(keyword) => false,
            _ => AllowsInside(value),
        };

    private static bool AllowsInside(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => Allows(value),
            JsonValueKind.Array => value.EnumerateArray().All(AllowsInside),
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
