using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Writes the simplest JSON that a schema allows: its required properties (all, when it names none), the smallest numbers, the shortest
/// arrays, the first alternative.
/// </summary>
internal sealed class SchemaExample
{
    /// <summary>The limit for a schema that contains itself.</summary>
    private const int Deepest = 12;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly JsonElement root;
    private readonly Utf8JsonWriter json;

    private SchemaExample(JsonElement root, Utf8JsonWriter json) => (this.root, this.json) = (root, json);

    /// <param name="schema">Undefined, or no object, allows anything: the example is <c>{}</c>.</param>
    public static ReadOnlyMemory<byte> For(JsonElement schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Compact);
        new SchemaExample(schema, writer).Write(schema, name: "value", depth: 0, type: schema.Has("type") ? null : "object");
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <param name="name">The name of the property, which is the value of a string without other constraints.</param>
    /// <param name="type">The type when the schema has none.</param>
    private void Write(JsonElement schema, string name, int depth, string? type = null)
    {
        if (depth > Deepest)
            json.WriteNullValue();
        else if (schema.Fixed() is { } value)
            value.WriteTo(json);
        else if (schema.Alternative(root) is { } other)
            Write(other, name, depth + 1, type);
        else
            WriteTyped(schema, schema.TypeName() ?? type, name, depth);
    }

    private void WriteTyped(JsonElement schema, string? type, string name, int depth)
    {
        switch (type)
        {
            case "object":
                WriteObject(schema, depth);
                break;
            case "array":
                WriteArray(schema, name, depth);
                break;
            case "integer" or "number":
                json.WriteNumberValue(SchemaScalars.Number(schema, whole: type == "integer"));
                break;
            case "boolean":
                json.WriteBooleanValue(true);
                break;
            case "null":
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(SchemaScalars.String(schema, name));
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth)
    {
        json.WriteStartObject();
        var required = schema.RequiredNames();
        if (schema.TryGet("properties", JsonValueKind.Object, out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (required is not null && !required.Contains(property.Name))
                    continue;
                json.WritePropertyName(property.Name);
                Write(property.Value, property.Name, depth + 1);
            }
        }

        json.WriteEndObject();
    }

    private void WriteArray(JsonElement schema, string name, int depth)
    {
        json.WriteStartArray();
        if (schema.TryGet("prefixItems", JsonValueKind.Array, out var prefix))
        {
            foreach (var item in prefix.EnumerateArray())
                Write(item, name, depth + 1);
        }
        else
        {
            schema.TryGet("items", JsonValueKind.Object, out var item);
            for (var i = 0; i < SchemaScalars.ItemCount(schema); i++)
                Write(item, name, depth + 1);
        }

        json.WriteEndArray();
    }
}
