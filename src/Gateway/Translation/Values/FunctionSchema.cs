using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// The schema of a function's arguments. OpenAI and Anthropic demand one of type <c>object</c>, and refuse <c>oneOf</c>, <c>anyOf</c> and
/// <c>allOf</c> at its top, where tools of MCP often have them: the properties of the alternatives then become properties of the schema,
/// and the keyword is left out.
/// </summary>
internal static class FunctionSchema
{
    private static readonly string[] Combining = ["oneOf", "anyOf", "allOf"];

    /// <param name="schema">Null where the function takes no arguments.</param>
    public static void Write(JsonField? schema, Utf8JsonWriter writer)
    {
        var combinations = schema is null ? [] : Combinations(schema);
        if (schema?["type"] is not null && combinations.Length == 0)
            schema.CopyTo(writer);
        else
            WriteObject(schema, combinations, writer);
    }

    /// <summary>A schema that came from where its type is demanded, or that goes to where it need not have one.</summary>
    public static void WriteTyped(JsonField schema, Utf8JsonWriter writer)
    {
        if (Combinations(schema) is { Length: > 0 } combinations)
            WriteObject(schema, combinations, writer);
        else
            schema.CopyTo(writer);
    }

    private static JsonField[] Combinations(JsonField schema) => [.. Combining.Select(keyword => schema[keyword]).OfType<JsonField>()];

    private static void WriteObject(JsonField? schema, JsonField[] combinations, Utf8JsonWriter writer)
    {
        if (schema is not null && !JsonField.IsUnicode(schema.Value))
            throw schema.Wrong("made of texts of valid Unicode");
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        schema?["type"]?.MarkCarried();
        foreach (var (name, value) in schema?.Members() ?? [])
            if (name != "type" && !Combining.Contains(name) && !(name == "properties" && combinations.Length > 0))
                writer.WriteField(name, value);
        if (schema is not null && combinations.Length > 0)
            WriteProperties([schema, .. combinations.Where(each => each.IsArray).SelectMany(each => each.Items())], writer);
        foreach (var combination in combinations)
            combination.MarkLeftOut();
        writer.WriteEndObject();
    }

    /// <summary>Of properties that have one name the first is written: the schema's own, then those of its alternatives.</summary>
    private static void WriteProperties(IEnumerable<JsonField> schemas, Utf8JsonWriter writer)
    {
        HashSet<string> written = [];
        writer.WriteStartObject("properties");
        foreach (var schema in schemas)
            if (schema.IsObject && schema["properties"] is { IsObject: true } properties)
                foreach (var (name, property) in properties.Members())
                    if (written.Add(name))
                        writer.WriteField(name, property);
        writer.WriteEndObject();
    }
}
