using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>What Anthropic demands of the schema of a structured answer.</summary>
internal static class SchemaRules
{
    private static readonly string[] Refused =
    [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "oneOf",
    ];

    public static void Check(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        var type = MessagesRules.Member(schema, "type")?.ToString();
        foreach (var keyword in Refused)
            if (schema.TryField(keyword, out _))
                throw Refusal($"For '{type}' type, property '{keyword}' is not supported");
        if (schema.TryField("minItems", out var least) && least.ToString() is not ("0" or "1"))
            throw Refusal("For 'array' type, 'minItems' values other than 0 or 1 are not supported");
        if (type == "object" && MessagesRules.Member(schema, "additionalProperties")?.ValueKind != JsonValueKind.False)
            throw Refusal("For 'object' type, 'additionalProperties' must be explicitly set to false");
        foreach (var member in schema.EnumerateObject())
            CheckInside(member.Name, member.Value);
    }

    private static void CheckInside(string keyword, JsonElement value)
    {
        if (keyword is "properties" or "$defs" && value.ValueKind == JsonValueKind.Object)
            foreach (var named in value.EnumerateObject())
                Check(named.Value);
        else if (keyword is "anyOf" or "allOf" && value.ValueKind == JsonValueKind.Array)
            foreach (var one in value.EnumerateArray())
                Check(one);
        else if (keyword == "items")
            Check(value);
    }

    private static Refusal Refusal(string why) => MessagesRules.Invalid($"output_config.format.schema: {why}");
}
