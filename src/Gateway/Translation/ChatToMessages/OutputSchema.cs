using System.Collections.Frozen;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// The schema of a structured answer. Anthropic refuses keywords that bound a value, such as <c>minimum</c> and <c>minLength</c>, and
/// demands that every object is closed. What it refuses is left out: the answer still has the shape, and its values can be checked by who
/// asked for them. Its own SDKs do the same.
/// </summary>
internal static class OutputSchema
{
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "uniqueItems",
        "contains",
        "minContains",
        "maxContains",
        "prefixItems",
        "additionalItems",
        "unevaluatedItems",
        "minProperties",
        "maxProperties",
        "patternProperties",
        "propertyNames",
        "unevaluatedProperties",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "not",
        "if",
        "then",
        "else"
    );

    private static readonly FrozenSet<string> Formats = FrozenSet.Create(
        "date-time",
        "time",
        "date",
        "duration",
        "email",
        "hostname",
        "uri",
        "ipv4",
        "ipv6",
        "uuid"
    );

    public static void Write(JsonField schema, Utf8JsonWriter writer)
    {
        if (!schema.IsObject)
        {
            schema.CopyTo(writer);
            return;
        }

        schema.MarkRead();
        var isObject = false;
        var hasAny = schema["anyOf"] is not null;
        writer.WriteStartObject();
        foreach (var (name, value) in schema.Members())
        {
            isObject |= name == "type" && Names(value, "object");
            WriteKeyword(name, value, hasAny, writer);
        }

        if (isObject || schema["additionalProperties"] is not null)
            writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    private static void WriteKeyword(string name, JsonField value, bool hasAny, Utf8JsonWriter writer)
    {
        switch (name)
        {
            case "properties" or "$defs" or "definitions" when value.IsObject:
                WriteMap(name, value, writer);
                break;
            case "anyOf" or "allOf" when value.IsArray:
                WriteList(name, value, writer);
                break;
            case "oneOf" when value.IsArray && !hasAny:
                // A grammar cannot choose exactly one of several.
                WriteList("anyOf", value, writer);
                break;
            case "items":
                writer.WritePropertyName(name);
                Write(value, writer);
                break;
            case "additionalProperties" when value.Kind == JsonValueKind.False:
                value.MarkCarried();
                break;
            default:
                if (IsTaken(name, value))
                    writer.WriteField(name, value);
                else
                    value.MarkLeftOut();
                break;
        }
    }

    private static bool IsTaken(string name, JsonField value) =>
        name switch
        {
            "minItems" => value.Kind == JsonValueKind.Number && value.Number() is 0 or 1,
            "format" => value.IsText && Formats.Contains(value.Text()),
            "additionalProperties" or "oneOf" => false,
            _ => !Refused.Contains(name),
        };

    private static void WriteMap(string name, JsonField schemas, Utf8JsonWriter writer)
    {
        schemas.MarkRead();
        writer.WriteStartObject(name);
        foreach (var (each, schema) in schemas.Members())
        {
            writer.WritePropertyName(each);
            Write(schema, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(string name, JsonField schemas, Utf8JsonWriter writer)
    {
        schemas.MarkRead();
        writer.WriteStartArray(name);
        foreach (var schema in schemas.Items())
            Write(schema, writer);
        writer.WriteEndArray();
    }

    private static bool Names(JsonField type, string name) =>
        type.IsText ? type.Is(name) : type.IsArray && type.Items().Any(each => each.Is(name));
}
