using System.Text.Json;

namespace Platform.FakeUpstream.Wire;

/// <summary>Reads fields of a request's JSON and refuses wrong ones like OpenAI. A null field counts as missing.</summary>
internal static class RequestFields
{
    public static bool TryField(this JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <exception cref="Refusal">The field is not one of <paramref name="kinds"/>.</exception>
    public static JsonElement? Field(this JsonElement parent, string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!parent.TryField(name, out var value))
            return null;
        return kinds.Contains(value.ValueKind) ? value : throw WrongType(name, expected, value);
    }

    public static bool Flag(this JsonElement parent, string name) =>
        parent.Field(name, "a boolean", JsonValueKind.True, JsonValueKind.False) is { ValueKind: JsonValueKind.True };

    public static int? Whole(this JsonElement parent, string name, int least, int most)
    {
        if (parent.Field(name, "an integer", JsonValueKind.Number) is not { } value)
            return null;
        if (!value.TryGetInt64(out var number))
            throw WrongType(name, "an integer", value);
        return number < least ? throw Outside(name, "integer_below_min_value", $">= {least}", number)
            : number > most ? throw Outside(name, "integer_above_max_value", $"<= {most}", number)
            : (int)number;
    }

    /// <summary>The text of a JSON string.</summary>
    public static string Text(this JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new Refusal(
                OpenAIError.Invalid("We could not parse the JSON body of your request: a string in it is not valid Unicode.")
            );
        }
    }

    public static Refusal Missing(string param) =>
        new(OpenAIError.Invalid($"Missing required parameter: '{param}'.", param, "missing_required_parameter"));

    public static Refusal WrongType(string param, string expected, JsonElement got) =>
        new(OpenAIError.Invalid($"Invalid type for '{param}': expected {expected}, but got {Kind(got)} instead.", param, "invalid_type"));

    private static Refusal Outside(string param, string code, string range, long got) =>
        new(OpenAIError.Invalid($"Invalid '{param}': expected a value {range}, but got {got} instead.", param, code));

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            _ => "null",
        };
}
