using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>Reads the keywords of a JSON schema; a schema that is no object has none.</summary>
internal static class Schema
{
    public static bool Has(this JsonElement schema, string word) => schema.TryGet(word, out _);

    public static bool TryGet(this JsonElement schema, string word, out JsonElement value)
    {
        value = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(word, out value);
    }

    public static bool TryGet(this JsonElement schema, string word, JsonValueKind kind, out JsonElement value)
    {
        if (schema.TryGet(word, out value) && value.ValueKind == kind)
            return true;
        value = default;
        return false;
    }

    /// <summary>The value that a schema fixes: <c>const</c>, the first of <c>enum</c>, <c>default</c>.</summary>
    public static JsonElement? Fixed(this JsonElement schema) =>
        schema.TryGet("const", out var only) ? only
        : schema.TryGet("enum", JsonValueKind.Array, out var values) && values.GetArrayLength() > 0 ? values[0]
        : schema.TryGet("default", out var usual) && usual.ValueKind != JsonValueKind.Null ? usual
        : null;

    /// <summary>The schema to use instead: the target of <c>$ref</c>, else the first alternative that is not null.</summary>
    public static JsonElement? Alternative(this JsonElement schema, JsonElement root)
    {
        if (schema.TryGet("$ref", JsonValueKind.String, out var reference))
            return Resolve(root, reference.GetString()!);
        foreach (var word in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (!schema.TryGet(word, JsonValueKind.Array, out var alternatives))
                continue;
            foreach (var alternative in alternatives.EnumerateArray())
            {
                if (alternative.TypeName() != "null")
                    return alternative;
            }
        }

        return null;
    }

    /// <summary>The type, or the first of several that is not null; guessed from the other keywords when it is missing.</summary>
    public static string? TypeName(this JsonElement schema)
    {
        if (schema.TryGet("type", JsonValueKind.String, out var type))
            return type.GetString();
        if (schema.TryGet("type", JsonValueKind.Array, out var types))
            return types.EnumerateArray().Select(each => each.ToString()).OrderBy(each => each == "null").FirstOrDefault();
        return schema.Has("properties") ? "object"
            : schema.Has("items") || schema.Has("prefixItems") ? "array"
            : null;
    }

    /// <summary>Null when the schema does not say.</summary>
    public static HashSet<string>? RequiredNames(this JsonElement schema) =>
        schema.TryGet("required", JsonValueKind.Array, out var names) ? [.. names.EnumerateArray().Select(name => name.ToString())] : null;

    /// <summary>Resolves <c>#/a/b</c>; any other reference gives a schema that allows anything.</summary>
    private static JsonElement Resolve(JsonElement root, string reference)
    {
        var found = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!found.TryGet(name, out found))
                return default;
        }

        return reference.StartsWith('#') ? found : default;
    }
}
